import type { App } from 'vue'

/** The app on which the administration is installed when somebody enters it, and the way out; handed over at the start. */
export const office: { app?: App; leave?: () => void } = {}
