import { Type } from 'typebox'
import { problems } from './common.ts'
import { defineRoute } from './route.ts'

export const getOpenapi = defineRoute({
  method: 'GET',
  url: '/api/v1/openapi.json',
  config: { access: 'public' },
  schema: {
    operationId: 'getOpenapi',
    summary: 'This document',
    tags: ['api-docs'],
    response: {
      200: {
        description: 'OpenAPI 3.1',
        content: { 'application/json': { schema: Type.Object({}, { additionalProperties: true }) } },
      },
      ...problems(),
    },
  },
})
