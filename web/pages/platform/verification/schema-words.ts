/** The parts of JSON Schema that components use. */
export interface ValueSchema {
  readonly type?: string
  readonly const?: string | number | boolean
  readonly anyOf?: readonly ValueSchema[]
  readonly items?: ValueSchema | readonly ValueSchema[]
  readonly properties?: Readonly<Record<string, ValueSchema>>
  readonly required?: readonly string[]
  readonly description?: string
}

const words: Readonly<Record<string, string>> = {
  number: '数值',
  integer: '整数',
  string: '文本',
  boolean: '真假',
  null: '空',
  object: '对象',
}

/** [文本, 文本, 数值][] ; linear | mixed | leontief ; 数值或空 */
export function formatSchema(schema: ValueSchema): string {
  const { type = '', anyOf, items } = schema
  if (schema.const !== undefined) return String(schema.const)
  if (anyOf !== undefined) {
    const joint = anyOf.some((choice) => choice.const !== undefined) ? ' | ' : '或'
    return anyOf.map(formatSchema).join(joint)
  }
  if (type !== 'array') return words[type] ?? '任意'
  if (isTuple(items)) return `[${items.map(formatSchema).join(', ')}]`
  const inner = formatSchema(items ?? {})
  return inner.includes('或') ? `(${inner})[]` : `${inner}[]`
}

function isTuple(items: ValueSchema['items']): items is readonly ValueSchema[] {
  return Array.isArray(items)
}
