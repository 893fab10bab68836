import type { Static, TSchema } from 'typebox'
import type { DivisionIndex } from '../../fusion/division-index.ts'

/** What a component may ask for besides its input. */
export interface Resources {
  /** Division codes in force and retired; empty where none were loaded. */
  divisions(): Promise<DivisionIndex>
}

type Shown = number | string | boolean | null

/** One published value and where it stands in the output. */
export interface Check<Output> {
  /** What the value is, e.g. '区位商 LQ'. */
  readonly title: string
  readonly published: Shown
  /** Digits after the point to which a published number holds. */
  readonly digits?: number
  read(output: Output): Shown
}

/** A case somebody else has computed and published, or that an independent reference program gives. */
export interface ReferenceCase<Input, Output> {
  readonly title: string
  /** Paper, standard with clause, handbook or program with its version. */
  readonly source: string
  readonly basis: 'published' | 'reference-program'
  readonly input: Input
  readonly checks: readonly Check<Output>[]
}

/** A capability component (能力组件): one file; the file name is its id. */
export interface Capability<Input extends TSchema = TSchema, Output extends TSchema = TSchema> {
  readonly title: string
  readonly kind: 'knowledge' | 'process' | 'mechanism' | 'algorithm'
  /** What it answers and when not to use it, in one or two sentences. */
  readonly summary: string
  /** Name of the method and its source. */
  readonly method: string
  readonly version: string
  readonly licence: string
  /** Every property has a description with its unit. */
  readonly input: Input
  readonly output: Output
  /** Fits `input`; what the sandbox starts with. */
  readonly sample: Static<Input>
  readonly cases: readonly ReferenceCase<Static<Input>, Static<Output>>[]
  /** @throws InvalidInput when the input fits the schema but cannot be computed */
  run(input: Static<Input>, resources: Resources): Static<Output> | Promise<Static<Output>>
}

/** The input fits its schema and still has no answer; the message says what was received and what is valid. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput'
}

/** Infers the types of `run`, `sample` and `cases` from the schemas. */
export function capability<Input extends TSchema, Output extends TSchema>(
  component: Capability<Input, Output>,
): Capability<Input, Output> {
  return component
}
