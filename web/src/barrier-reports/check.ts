import type { NewBarrierReport } from '@treffpunkt/shared/barrier-reports'
import { checkTexts } from '../form/check-text.ts'
import type { Mistake } from '../form/check.ts'

/** What stands in the form. */
export const emptyReport = { page: '', barrier: '', name: '', email: '', otherContact: '' }
type Values = typeof emptyReport

/** What is sent; the language of the page is that of the answer's frame. */
export const reportBody = (values: Values): NewBarrierReport => ({
  page: values.page.trim() || null,
  barrier: values.barrier,
  name: values.name.trim() || null,
  email: values.email.trim() || null,
  otherContact: values.otherContact.trim() || null,
})

export const checkReport = ({ page, barrier, name, email, otherContact }: NewBarrierReport): Mistake[] =>
  checkTexts({
    page: { value: page, maxLength: 500 },
    barrier: { value: barrier, maxLength: 5000, required: true, prose: true },
    name: { value: name, maxLength: 120 },
    email: { value: email, maxLength: 254, email: true },
    otherContact: { value: otherContact, maxLength: 300 },
  })
