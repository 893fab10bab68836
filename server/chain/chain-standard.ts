import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { ChainStandard } from '../domain/chain.ts'
import { findProblems } from './chain-problems.ts'

const text = Type.String({ minLength: 1 })
const identifier = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' })
const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const words = Type.Array(text)
const closed = { additionalProperties: false }

const document = Type.Object(
  {
    id: identifier,
    title: text,
    description: text,
    version: text,
    date: day,
    method: Type.Object({ segmentWeight: text, linkWeight: text, essential: text }, closed),
    sources: Type.Array(
      Type.Object(
        {
          id: identifier,
          title: text,
          publisher: text,
          date: day,
          kind: Type.Union([
            Type.Literal('standard'),
            Type.Literal('statistics'),
            Type.Literal('dataset'),
            Type.Literal('estimate'),
          ]),
        },
        closed,
      ),
    ),
    stages: Type.Array(
      Type.Object({ id: identifier, title: text, order: Type.Integer({ minimum: 1 }) }, closed),
    ),
    segments: Type.Array(
      Type.Object(
        {
          id: identifier,
          title: text,
          stage: identifier,
          order: Type.Integer({ minimum: 1 }),
          industryCodes: Type.Array(Type.String({ pattern: '^[A-T]\\d{2,4}$' }), { minItems: 1 }),
          products: Type.Array(text, { minItems: 1 }),
          strongWords: words,
          excludeWords: words,
          contextWords: Type.Optional(words),
          weight: Type.Number({ exclusiveMinimum: 0 }),
          makers: Type.Boolean(),
          activities: Type.Optional(
            Type.Array(
              Type.Union([
                Type.Literal('making'),
                Type.Literal('trade'),
                Type.Literal('repair'),
                Type.Literal('lease'),
                Type.Literal('service'),
                Type.Literal('transport'),
                Type.Literal('recovery'),
              ]),
              { minItems: 1 },
            ),
          ),
          unit: text,
          source: identifier,
          date: day,
        },
        closed,
      ),
    ),
    links: Type.Array(
      Type.Object(
        {
          from: identifier,
          to: identifier,
          weight: Type.Number({ exclusiveMinimum: 0, maximum: 1 }),
          essential: Type.Boolean(),
          estimated: Type.Boolean(),
          source: identifier,
          date: day,
          relationSource: Type.Optional(identifier),
          loop: Type.Optional(text),
        },
        closed,
      ),
    ),
  },
  closed,
)

/** Every problem of a chain file at once: the author mends them in one go. */
export class ChainStandardError extends Error {
  readonly problems: readonly string[]
  constructor(id: string, problems: readonly string[]) {
    super(`产业链标准 ${id} 有 ${problems.length} 处问题：\n${problems.join('\n')}`)
    this.name = 'ChainStandardError'
    this.problems = problems
  }
}

/**
 * Turns the content of a chain file into the chain.
 * @param id file name without extension; the content must carry the same id.
 * @throws ChainStandardError naming every problem.
 */
export function parseChain(id: string, content: unknown): ChainStandard {
  if (!Value.Check(document, content)) {
    const problems = Value.Errors(document, content).map(
      (error) => `${error.instancePath || '/'}：${error.message}`,
    )
    throw new ChainStandardError(id, problems)
  }
  const chain: ChainStandard = {
    ...content,
    segments: content.segments.map((segment) => ({
      ...segment,
      activities: segment.activities ?? ['making'],
      contextWords: segment.contextWords ?? [],
    })),
  }
  const problems = findProblems(id, chain)
  if (problems.length > 0) throw new ChainStandardError(id, problems)
  return chain
}

/** Reads every chain of a folder (`<id>.json`), in the order of their ids. */
export async function readChainStandards(
  directory: string = fileURLToPath(new URL('../../seeds/chains', import.meta.url)),
): Promise<ChainStandard[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.json')).sort()
  return Promise.all(
    files.map(async (file) => {
      const id = file.slice(0, -'.json'.length)
      const content = await readFile(join(directory, file), 'utf8')
      return parseChain(id, readJson(id, content))
    }),
  )
}

function readJson(id: string, content: string): unknown {
  try {
    return JSON.parse(content) as unknown
  } catch (error) {
    throw new ChainStandardError(id, [
      `不是有效的 JSON：${error instanceof Error ? error.message : String(error)}`,
    ])
  }
}
