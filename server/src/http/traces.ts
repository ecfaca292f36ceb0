import { FastifyOtelInstrumentation } from '@fastify/otel'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node'
import type { FastifyInstance } from 'fastify'

// Loaded only when TRACES_URL is set.

/** What a trace may say: which route, how it ended. Addresses hold tokens and names, messages of errors hold data. */
const allowed = new Set([
  'http.request.method',
  'http.route',
  'http.response.status_code',
  'fastify.type',
  'fastify.root',
])

/**
 * Sends a trace of each request to an OpenTelemetry collector. What the visitor's request says of traces is not heard.
 * @param onFailure hears once that the collector takes none, and again when it did meanwhile.
 */
export async function useTraces(app: FastifyInstance, url: string, onFailure: (reason: string) => void): Promise<void> {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'treffpunkt' }),
    spanProcessors: [new BatchSpanProcessor(withoutData(new OTLPTraceExporter({ url }), onFailure))],
  })
  const instrumentation = new FastifyOtelInstrumentation({
    recordExceptions: false,
    instrumentHooks: false,
    instrumentHandler: false,
  })
  instrumentation.setTracerProvider(provider)
  await app.register(instrumentation.plugin())
  // a collector that takes nothing has been told of, and keeps nobody from ending
  app.addHook('onClose', () => provider.shutdown().catch(() => undefined))
}

function withoutData(exporter: SpanExporter, onFailure: (reason: string) => void): SpanExporter {
  let failing = false
  return {
    export: (spans, done) =>
      exporter.export(spans.map(bare), result => {
        if (result.error !== undefined && !failing) onFailure(result.error.message || result.error.name)
        failing = result.error !== undefined
        done(result)
      }),
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush === undefined ? {} : { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() }),
  }
}

const bare = (span: ReadableSpan): ReadableSpan =>
  Object.create(span, {
    attributes: { value: Object.fromEntries(Object.entries(span.attributes).filter(([name]) => allowed.has(name))) },
    status: { value: { code: span.status.code } },
    events: { value: [] },
  }) as ReadableSpan
