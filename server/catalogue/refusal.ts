/** Why a change to the catalogue was not made, in words for people. */
export type RefusalKind =
  /** No such dataset, column, request … */
  | 'unknown'
  /** The state it is in does not allow it, or someone was faster. */
  | 'conflict'
  /** The same person asked for it or took part before. */
  | 'same-person'
  /** What was sent does not fit. */
  | 'invalid'

export class Refusal extends Error {
  readonly kind: RefusalKind
  /** What would have been valid. */
  readonly expected: string | undefined

  constructor(kind: RefusalKind, message: string, expected?: string) {
    super(message)
    this.name = 'Refusal'
    this.kind = kind
    this.expected = expected
  }
}

/** Runs a change; the violation of a named constraint becomes the refusal it stands for. */
export async function refusing<T>(
  refusals: Readonly<Record<string, Refusal>>,
  change: () => Promise<T>,
): Promise<T> {
  try {
    return await change()
  } catch (error) {
    const constraint = error instanceof Error && 'constraint' in error ? String(error.constraint) : ''
    throw refusals[constraint] ?? error
  }
}
