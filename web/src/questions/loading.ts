import type { listPublicQuestions } from '@treffpunkt/shared/questions'
import type { RouteLocation } from 'vue-router'
import { read } from '../api/client.ts'
import { loadTexts } from '../i18n.ts'
import type { AskingForm } from './asking.ts'

let asked: AskingForm | undefined

/** What the meeting of the page asks; undefined where it asks nothing. */
export const whatIsAsked = () => asked

/**
 * Finds out what a meeting asks before its sign-up is shown, and loads what that needs: every other sign-up weighs no
 * more. What goes wrong here (no such meeting, no connection) the page says itself.
 */
export async function loadWhatIsAsked({ params }: RouteLocation): Promise<void> {
  const url = '/api/v1/public/meetings/:id/questions'
  const answer = await Promise.resolve(
    read<typeof listPublicQuestions>(url, { params: params as { id: string } }),
  ).catch(() => undefined)
  const parts = answer?.items[0] && (await Promise.all([import('./asking.ts'), loadTexts('registrations')]))
  asked = parts && answer && parts[0].askingForm(answer.items)
}
