/** An address of openapi.json with something real in the place of every name but the id. */
export const withNames = (path: string): string =>
  path
    .replace('/mail-templates/{kind}/{language}', '/mail-templates/reminder/de')
    .replace('{object}', 'meeting')
    .replace('{kind}', 'imprint')
