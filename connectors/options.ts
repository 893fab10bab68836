import type { ConnectorOption, FetchContext } from './contract.ts'

/** @throws when the operator has not given the option. */
export function requiredOption({ options }: FetchContext, { name, title }: ConnectorOption): string {
  const value = options[name]
  if (value === undefined || value === '') throw new Error(`连接器未配置：缺少选项 ${name}（${title}）`)
  return value
}

export function optionOr({ options }: FetchContext, name: string, value: string): string {
  const given = options[name]
  return given === undefined || given === '' ? value : given
}

/** @throws when it is given and no positive number. */
export function numberOr(context: FetchContext, name: string, value: number): number {
  const given = optionOr(context, name, String(value))
  const number = Number(given)
  if (!(number > 0)) throw new Error(`选项 ${name} 应为正数，收到“${given}”`)
  return number
}
