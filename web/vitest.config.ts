import { defineConfig } from 'vitest/config'

// The suffix says the world a test lives in: `.test.ts` needs nothing, `.browser.test.ts` the built pages, the service
// with a database of its own, and a Chromium.
export default defineConfig({
  test: {
    pool: 'forks',
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts'] } },
      {
        test: {
          name: 'browser',
          include: ['e2e/**/*.browser.test.ts'],
          globalSetup: ['e2e/prepare.ts'],
          // Each file has a service and a browser of its own, which wait for each other most of the time.
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
