import type { Page } from 'playwright-core'
import { mailTo, type Office } from './office.ts'

/** Waits for the page with this heading. */
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()

/** Presses the button of exactly this name. */
export const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** Fills in the three fields that are required. @returns the address. */
export async function fillIn(page: Page, firstName: string, lastName: string): Promise<string> {
  const email = `${firstName}.${lastName}@example.org`.toLowerCase()
  await page.getByLabel('Vorname').fill(firstName)
  await page.getByLabel('Nachname').fill(lastName)
  await page.getByLabel('E-Mail-Adresse', { exact: true }).fill(email)
  return email
}

/** Signs up and confirms by the code of the mail; ends on the page of the registration. @returns the address. */
export async function signUp(
  page: Page,
  office: Office,
  { meeting, name, submit = 'Jetzt anmelden' }: { meeting: string; name: [string, string]; submit?: string },
): Promise<string> {
  await page.goto(`/meetings/${meeting}/sign-up`)
  const email = await fillIn(page, ...name)
  await press(page, submit)
  await heading(page, 'Bestätigen Sie Ihre E-Mail-Adresse')
  await page.getByLabel('Code').fill((await mailTo(office, email, 'confirm')).code)
  await press(page, 'Bestätigen')
  await page.waitForURL('**/registrations/**')
  return email
}
