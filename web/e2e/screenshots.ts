import fs from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'

const folder = path.join(import.meta.dirname, '.screenshots')

/**
 * Keeps a picture of the whole page for people to look at, where somebody asked for pictures (SCREENSHOTS, or AUDIT): each
 * takes its time, and without a reader it is lost. Git ignores the folder.
 */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS && !process.env.AUDIT) return
  fs.mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true, animations: 'disabled' })
}
