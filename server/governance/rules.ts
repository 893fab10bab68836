import { dataset as datasetOf, type NamedDataset } from '../datasets/registry.ts'
import { businessRules } from './business-rules.ts'
import { contentRules } from './content-rules.ts'
import { contractRules } from './contract-rules.ts'
import type { QualityRule } from './rule.ts'

/** Raised when rules are checked or scored differently: every dataset is then computed again. */
export const definition = 1

const known = new Map<string, readonly QualityRule[]>()

/** Every rule of a dataset; the same list at every call. */
export function rulesOf(dataset: NamedDataset): readonly QualityRule[] {
  let rules = known.get(dataset.id)
  if (rules === undefined) {
    rules = [...contractRules(dataset), ...contentRules(dataset), ...businessRules(dataset.id)]
    known.set(dataset.id, rules)
  }
  return rules
}

export function ruleOf(dataset: string, id: string): QualityRule | undefined {
  return rulesOf(datasetOf(dataset)).find((rule) => rule.id === id)
}
