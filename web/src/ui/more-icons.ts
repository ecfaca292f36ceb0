// As icons.ts: those that no page shows before somebody has signed up, so that the form does not carry them.
import type { Shape } from './icons.ts'

export const calendarAdd: Shape =
  'M680-80v-120H560v-80h120v-120h80v120h120v80H760v120h-80ZM200-120q-33 0-56.5-23.5T120-200v-560q0-33 23.5-56.5T200-840h40v-80h80v80h240v-80h80v80h40q33 0 56.5 23.5T760-760v264q-20-6-40-8t-40 0v-56H200v360h288q0 20 4 40t12 40H200Zm0-520h480v-120H200v120Z'
export const close: Shape =
  'M480-424 284-228q-11 11-28 11t-28-11q-11-11-11-28t11-28l196-196-196-196q-11-11-11-28t11-28q11-11 28-11t28 11l196 196 196-196q11-11 28-11t28 11q11 11 11 28t-11 28L536-480l196 196q11 11 11 28t-11 28q-11 11-28 11t-28-11L480-424Z'
/** Drawn for us, in few bytes: a sheet before another one. */
export const copy: Shape = 'M280-880h520v640H280Zm80 80v480h360v-480ZM120-720h80v560h440v80H120Z'
