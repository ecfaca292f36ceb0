import { randomUUIDv7 } from 'node:crypto'

/**
 * New ids for rows that are written together, in ascending order: lists are sorted by ids where moments are the same, and
 * within a millisecond chance orders UUIDs (RFC 9562, 6.2).
 */
export const newIds = (count: number): string[] => Array.from({ length: count }, () => randomUUIDv7()).sort()
