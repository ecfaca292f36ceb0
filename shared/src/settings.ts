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
  /** Who watches over data protection; named on the page about it. */
  privacyOfficerName: Nullable(OptionalLine(160)),
  privacyOfficerEmail: Nullable(Email),
  /** IANA name; all times are shown in it. Moments stay what they are: their hours on the clock change with it. */
  timeZone: Type.String({ maxLength: 60, pattern: '^[A-Za-z0-9_+/-]+$' }),
  /** In which public pages and mails are offered; German always. */
  languages: Type.Array(Ref(Language), { minItems: 1, maxItems: 5, uniqueItems: true }),
  /** The name before the address that mails come from; null: as the operator has set it. */
  senderName: Nullable(OptionalLine(120)),
  /** Where answers to mails go; null: to the contact of the office. */
  replyTo: Nullable(Email),
  /** Colour of buttons, links and marks ("#1d4e89"), readable on the light ground; null: that of the design. */
  accent: Nullable(Type.String({ pattern: '^#[0-9a-f]{6}$' })),
  /** Whether the list of first steps is put away. */
  firstStepsHidden: Type.Boolean(),
}

/** A picture that stands for the network. */
export const Logo = Type.Object(
  { url: Type.String(), alt: Type.String() },
  { $id: 'Logo', additionalProperties: false },
)
export type Logo = Static<typeof Logo>

export const Settings = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    updatedAt: Instant,
    ...fields,
    logo: Nullable(Ref(Logo)),
    /** The address that mails come from, as the operator has set it; null: none are sent. */
    mailFrom: Nullable(Type.String()),
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
    languages: Type.Array(Ref(Language)),
    privacyOfficerName: Nullable(Type.String()),
    privacyOfficerEmail: Nullable(Type.String()),
    logo: Nullable(Ref(Logo)),
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

/** What the office still has to fill in: "[Name der Körperschaft]". */
export const gapsOf = (body: string): string[] => body.match(/\[[^[\]]+\]/g) ?? []

/** One version of a text. */
export const TextVersion = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    body: Type.String(),
    createdAt: Instant,
    /** Null: it came with the service, or who wrote it has no account any more. */
    writtenBy: Nullable(Type.String()),
  },
  { $id: 'TextVersion', additionalProperties: false },
)
export type TextVersion = Static<typeof TextVersion>

/** The greatest logo, in bytes; it goes out with every page that is read for the first time. */
export const logoLimit = 150_000

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
export const getTextTemplate = defineRoute({
  method: 'GET',
  url: '/api/v1/texts/:kind/template',
  config: { access: 'admin' },
  schema: {
    operationId: 'getTextTemplate',
    summary: 'A text as the program brings it, with gaps in brackets',
    tags,
    params: TextParams,
    querystring: TextQuery,
    response: {
      200: Type.Object({ body: Type.String() }, { additionalProperties: false }),
      ...problems(401, 403, 404),
    },
  },
})
export const listTextVersions = defineRoute({
  method: 'GET',
  url: '/api/v1/texts/:kind/versions',
  config: { access: 'reader' },
  schema: {
    operationId: 'listTextVersions',
    summary: 'All versions of a text in a language, newest first',
    tags,
    params: TextParams,
    querystring: TextQuery,
    response: {
      200: Type.Object(
        { items: Type.Array(Ref(TextVersion)), next: Nullable(Type.String()) },
        { additionalProperties: false },
      ),
      ...problems(401, 403),
    },
  },
})
export const setLogo = defineRoute({
  method: 'PUT',
  url: '/api/v1/settings/logo',
  config: { access: 'admin' },
  schema: {
    operationId: 'setLogo',
    summary: 'Show another logo: PNG or SVG, checked and cleaned',
    tags,
    headers: ifMatch,
    body: Type.Object(
      {
        /** The file, in base64. */
        content: Type.String({
          minLength: 4,
          maxLength: Math.ceil(logoLimit / 3) * 4,
          pattern: '^[A-Za-z0-9+/]+={0,2}$',
        }),
        /** What it says, for those who do not see it. */
        alt: Line(160),
      },
      { additionalProperties: false },
    ),
    response: { 200: Ref(Settings), ...problems(401, 403, 412, 428) },
  },
})
export const removeLogo = defineRoute({
  method: 'DELETE',
  url: '/api/v1/settings/logo',
  config: { access: 'admin' },
  schema: {
    operationId: 'removeLogo',
    summary: 'Show the mark of the program again',
    tags,
    headers: ifMatch,
    response: { 200: Ref(Settings), ...problems(401, 403, 412, 428) },
  },
})
