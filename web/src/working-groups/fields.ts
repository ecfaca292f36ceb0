import type { NewWorkingGroup, WorkingGroup, WorkingGroupState } from '@treffpunkt/shared/working-groups'
import { textOrMissing, textOrNull } from '../form/reading.ts'
import { text, type TextKey } from '../i18n.ts'

/** German words for the states. */
export const stateTexts: Record<WorkingGroupState, TextKey> = {
  proposed: 'workingGroups.stateProposed',
  active: 'workingGroups.stateActive',
  dormant: 'workingGroups.stateDormant',
  concluded: 'workingGroups.stateConcluded',
}

/** Tone of the badge of a state. */
export const stateTones = { proposed: 'info', active: 'success', dormant: 'neutral', concluded: 'neutral' } as const

/** The states as choices; a new group begins as proposed or active. */
export const stateOptions = (fresh = false) =>
  (Object.keys(stateTexts) as WorkingGroupState[])
    .filter(state => !fresh || state === 'proposed' || state === 'active')
    .map(value => ({ value, text: text(stateTexts[value]) }))

/** A working group as it stands in the fields. */
export const workingGroupValues = (group?: WorkingGroup) => ({
  name: group?.name ?? '',
  summary: group?.summary ?? '',
  state: group?.state ?? ('active' as WorkingGroupState),
})
export type WorkingGroupValues = ReturnType<typeof workingGroupValues>

/** From the fields to what is sent. */
export const workingGroupBody = (values: WorkingGroupValues) => ({
  name: textOrMissing(values.name) as string,
  summary: textOrNull(values.summary),
  state: values.state,
})

/** The same for a new one. */
export const newWorkingGroupBody = (values: WorkingGroupValues) => workingGroupBody(values) as NewWorkingGroup

/** Labels and instructions. */
export const workingGroupTexts = () => ({
  name: { label: text('workingGroups.name'), empty: text('workingGroups.nameEmpty') },
  summary: { label: text('workingGroups.summary') },
  state: { label: text('workingGroups.state') },
})
