/** What can be compared, and how two results differ by segment. */
import type {
  SavedScenario,
  ScenarioRequest,
  ScenarioResult,
} from '../../../../server/api/schemas/scenario.ts'
import {
  draftOf,
  productions,
  productionWords,
  requestOf,
  sameDraft,
  targetCount,
  type Draft,
} from './draft.ts'

export interface Comparable {
  readonly id: string
  readonly title: string
  readonly input: ScenarioRequest
}

/**
 * The scenario of the address, the same under each other assumption, then the saved ones: what a model
 * assumes is the first thing to doubt, so that comparison needs nothing to be saved.
 */
export function comparable(
  draft: Draft,
  scope: Pick<ScenarioRequest, 'region' | 'realm' | 'chain'>,
  saved: readonly SavedScenario[],
): readonly Comparable[] {
  const own = (id: string, title: string, changes: Partial<Draft>): Comparable => ({
    id,
    title,
    input: requestOf({ ...draft, ...changes }, scope),
  })
  const current =
    targetCount(draft) === 0
      ? []
      : [
          own('current', '当前情景', {}),
          ...productions
            .filter((production) => production !== draft.production)
            .map((production) =>
              own(production, `当前情景，改为${productionWords[production].title}`, { production }),
            ),
          own('replace', `当前情景，改为${draft.replaceability ? '不计' : '计入'}可替代`, {
            replaceability: !draft.replaceability,
          }),
        ]
  return [
    ...current,
    ...saved
      .filter(({ input }) => input.realm === scope.realm)
      .map(({ id, name, input, region }) => ({
        id: `saved-${id}`,
        title: `${name}（${region.name}）`,
        input,
      })),
  ]
}

export interface Difference {
  readonly id: string
  readonly title: string
  /** 元 over the duration of each scenario */
  readonly a: number
  readonly b: number
  /** b − a, 元 */
  readonly change: number
  /** Loss ÷ output of the segment, 0–1 */
  readonly shareA: number
  readonly shareB: number
}

/** Every segment that loses in either, the largest difference first. */
export function differences(
  a: ScenarioResult['segments'],
  b: ScenarioResult['segments'],
): readonly Difference[] {
  const keyed = (rows: ScenarioResult['segments']) => new Map(rows.map((row) => [row.id ?? '', row]))
  const [left, right] = [keyed(a), keyed(b)]
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((id) => {
      const [one, other] = [left.get(id), right.get(id)]
      const [lostA, lostB] = [one?.lost ?? 0, other?.lost ?? 0]
      return {
        id,
        title: one?.title ?? other?.title ?? id,
        a: lostA,
        b: lostB,
        change: lostB - lostA,
        shareA: one?.share ?? 0,
        shareB: other?.share ?? 0,
      }
    })
    .filter(({ a: lostA, b: lostB }) => lostA > 0 || lostB > 0)
    .toSorted((x, y) => Math.abs(y.change) - Math.abs(x.change))
}

/** Whether a saved scenario is the one on the form. */
export function isCurrent(saved: SavedScenario, draft: Draft): boolean {
  return sameDraft(draftOf(saved.input), draft)
}
