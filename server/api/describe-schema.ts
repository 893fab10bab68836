/** The parts of JSON Schema that route schemas use. */
export interface ValueSchema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly ValueSchema[]
  readonly allOf?: readonly ValueSchema[]
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, ValueSchema>>
  readonly required?: readonly string[]
  /** A list has one for each place of a tuple. */
  readonly items?: ValueSchema | readonly ValueSchema[]
}

/** What a value of the schema looks like, in Chinese, to stand after “应为”. */
export function describeSchema(schema: ValueSchema): string {
  if (schema.enum !== undefined) return `以下之一：${schema.enum.map(String).join('、')}`
  if (schema.anyOf !== undefined) return describeChoice(schema.anyOf)
  switch (schema.type) {
    case 'integer':
      return `${describeRange(schema)}整数`
    case 'number':
      return `${describeRange(schema)}数值`
    case 'boolean':
      return ' true 或 false'
    case 'string':
      return describeText(schema)
    case 'array':
      return describeArray(schema)
    case 'object':
      return ' JSON 对象'
    case undefined:
    default:
      return schema.const === undefined ? '有效的值' : ` ${JSON.stringify(schema.const)}`
  }
}

function describeChoice(choices: readonly ValueSchema[]): string {
  const constants = choices
    .filter((choice) => choice.const !== undefined)
    .map((choice) => String(choice.const))
  if (constants.length > 0) return `以下之一：${constants.join('、')}`
  return choices.map(describeSchema).join('或')
}

function describeArray({ items, minItems = 0, maxItems }: ValueSchema): string {
  if (isTuple(items)) {
    const places = items.map((item) => item.description ?? describeSchema(item).trim()).join('、')
    return ` ${items.length} 项的数组（${places}）`
  }
  if (maxItems !== undefined && minItems > 0) return ` ${minItems} 至 ${maxItems} 项的数组`
  if (maxItems !== undefined) return `至多 ${maxItems} 项的数组`
  return minItems > 0 ? `至少 ${minItems} 项的数组` : '数组'
}

function isTuple(items: ValueSchema['items']): items is readonly ValueSchema[] {
  return Array.isArray(items)
}

/** The schema of an item at a place; places of a list that is no tuple are all alike. */
export function itemAt(items: ValueSchema['items'], place: string): ValueSchema | undefined {
  return isTuple(items) ? items[Number(place)] : items
}

function describeRange({ minimum, maximum, exclusiveMinimum }: ValueSchema): string {
  const highest = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum
  if (exclusiveMinimum !== undefined)
    return highest === undefined
      ? `大于 ${exclusiveMinimum} 的`
      : `大于 ${exclusiveMinimum}、不大于 ${highest} 的`
  if (minimum !== undefined && highest !== undefined) return ` ${minimum} 至 ${highest} 的`
  if (minimum !== undefined) return `不小于 ${minimum} 的`
  return highest === undefined ? '' : `不大于 ${highest} 的`
}

function describeText({ minLength = 0, maxLength, pattern, description }: ValueSchema): string {
  if (pattern !== undefined) return description ?? `符合 ${pattern} 的文本`
  const length =
    maxLength === undefined
      ? minLength > 0
        ? '非空文本'
        : '文本'
      : minLength > 0
        ? ` ${minLength} 至 ${maxLength} 个字符的文本`
        : `不超过 ${maxLength} 个字符的文本`
  return description === undefined ? length : `${length}（${description}）`
}
