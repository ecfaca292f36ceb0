import { Type, type Static } from 'typebox'
import {
  Email,
  Instant,
  Language,
  Line,
  LocalDate,
  Nullable,
  OptionalLine,
  Prose,
  ifMatch,
  mergePatch,
  problems,
} from './common.ts'
import { Ref, defineRoute } from './route.ts'

const fields = {
  /** "Integrationsnetzwerk Burgenlandkreis" */
  networkName: Line(120),
  /** Name of the series, as in "3. Integrationsnetzwerk 2025". */
  seriesName: Line(80),
  /** Three sentences for the start page. */
  summary: Prose(1000),
  officeName: Line(160),
  contactEmail: Nullable(Email),
  contactPhone: Nullable(OptionalLine(40)),
  /** When the office last checked that the accessibility statement is true. */
  accessibilityReviewedOn: Nullable(LocalDate),
  /** Address of a film in sign language on another website. */
  signLanguageVideo: Nullable(Type.String({ maxLength: 500, pattern: '^https://[^\\s]+$' })),
}

export const Settings = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    updatedAt: Instant,
    ...fields,
    /** IANA name; all times are shown in it. */
    timeZone: Type.String(),
    /** True while invented example data is loaded; every page of the administration says so. */
    exampleLoaded: Type.Boolean(),
  },
  { $id: 'Settings', additionalProperties: false },
)
export type Settings = Static<typeof Settings>

export const SettingsChanges = Type.Partial(Type.Object(fields), {
  $id: 'SettingsChanges',
  additionalProperties: false,
  minProperties: 1,
})
export type SettingsChanges = Static<typeof SettingsChanges>

/** What every page needs to know about the network; nothing else of the settings is public. */
export const Network = Type.Object(
  {
    name: Type.String(),
    seriesName: Type.String(),
    summary: Type.String(),
    officeName: Type.String(),
    contactEmail: Nullable(Type.String()),
    contactPhone: Nullable(Type.String()),
    timeZone: Type.String(),
    exampleLoaded: Type.Boolean(),
    accessibilityReviewedOn: Nullable(Type.String()),
    /** Whether there is a page in Leichte Sprache, which is not plain German. */
    easyLanguage: Type.Boolean(),
    /** Whether there is a page about what is here in sign language: a text, or the film. */
    signLanguage: Type.Boolean(),
    signLanguageVideo: Nullable(Type.String()),
  },
  { $id: 'Network', additionalProperties: false },
)
export type Network = Static<typeof Network>

/**
 * Texts the law asks for, kept in versions. `easy_language`: in Leichte Sprache, `sign_language`: about the film; both are
 * empty, and have no page, until the office has them.
 */
export const TextKind = Type.Enum(
  ['imprint', 'privacy', 'accessibility', 'form_notice', 'easy_language', 'sign_language'],
  { $id: 'TextKind' },
)
export type TextKind = Static<typeof TextKind>

/** Paragraphs are separated by a blank line, a line that begins with `## ` is a heading, `- ` a list item. */
export const Text = Type.Object(
  {
    kind: Ref(TextKind),
    /** In which it is written: German where there is none in the language that was asked for. */
    language: Ref(Language),
    version: Type.Integer({ minimum: 1 }),
    body: Type.String(),
    createdAt: Instant,
    /** Of a translation: the German text was written anew after it. */
    outdated: Type.Boolean(),
  },
  { $id: 'Text', additionalProperties: false },
)
export type Text = Static<typeof Text>

const TextParams = Type.Object({ kind: Ref(TextKind) }, { additionalProperties: false })
/** Whose language is left out means the German one. */
const TextQuery = Type.Object({ language: Type.Optional(Ref(Language)) }, { additionalProperties: false })
const tags = ['settings'] as const

export const getNetwork = defineRoute({
  method: 'GET',
  url: '/api/v1/public/network',
  config: { access: 'public' },
  schema: {
    operationId: 'getNetwork',
    summary: 'Name and contact of the network',
    tags,
    response: { 200: Ref(Network), ...problems() },
  },
})
export const getText = defineRoute({
  method: 'GET',
  url: '/api/v1/public/texts/:kind',
  config: { access: 'public' },
  schema: {
    operationId: 'getText',
    summary: 'Newest version of a text, in German where it is not translated',
    tags,
    params: TextParams,
    querystring: TextQuery,
    response: { 200: Ref(Text), ...problems(404) },
  },
})
export const getSettings = defineRoute({
  method: 'GET',
  url: '/api/v1/settings',
  config: { access: 'reader' },
  schema: {
    operationId: 'getSettings',
    summary: 'Settings of the network',
    tags,
    response: { 200: Ref(Settings), ...problems(401, 403) },
  },
})
export const changeSettings = defineRoute({
  method: 'PATCH',
  url: '/api/v1/settings',
  config: { access: 'admin' },
  schema: {
    operationId: 'changeSettings',
    summary: 'Change the settings',
    tags,
    consumes: mergePatch,
    headers: ifMatch,
    body: Ref(SettingsChanges),
    response: { 200: Ref(Settings), ...problems(401, 403, 412, 428) },
  },
})
export const writeText = defineRoute({
  method: 'PUT',
  url: '/api/v1/texts/:kind',
  config: { access: 'admin' },
  schema: {
    operationId: 'writeText',
    summary: 'Write a new version of a text',
    tags,
    params: TextParams,
    querystring: TextQuery,
    headers: ifMatch,
    body: Type.Object({ body: Prose(50_000) }, { additionalProperties: false }),
    response: { 200: Ref(Text), ...problems(401, 403, 412, 428) },
  },
})
