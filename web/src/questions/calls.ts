import type { listPublicQuestions } from '@treffpunkt/shared/questions'
import { read } from '../api/client.ts'

/** What a meeting asks when one signs up. */
export const readQuestions = (id: string) =>
  read<typeof listPublicQuestions>('/api/v1/public/meetings/:id/questions', { params: { id } })
