import { found, type Found } from './record-scanner.ts'
import type { Reject } from './reject-writer.ts'

const whole = { column: null, value: null } as const

/** Why a line could not be read as a record. */
export const lineFaults: Readonly<Record<Exclude<Found, 0 | 1>, Reject>> = {
  [found.strayQuote]: {
    ...whole,
    rule: 'quote',
    message: '引号之后还有内容；含引号的内容应整体加引号，其中的引号写成两个',
  },
  [found.unclosedQuote]: { ...whole, rule: 'quote-unclosed', message: '引号没有闭合（在 1 MiB 之内）' },
  [found.tooLong]: { ...whole, rule: 'record-too-long', message: '一条记录超过 1 MiB，只保留开头部分' },
}

export function fieldCountFault(expected: number, received: number): Reject {
  const message = `应有 ${expected} 列，实有 ${received} 列（多为内容中的分隔符未加引号，或换行断开）`
  return { column: null, rule: 'field-count', message, value: String(received) }
}

/** @param transcoded the text came through a decoder, else it claims to be UTF-8. */
export function encodingFault(transcoded: boolean): Reject {
  const message = transcoded
    ? '含有按文件编码无法解读的字节'
    : '含有非 UTF-8 的字节；文件应为 UTF-8、GB18030 或 UTF-16 之一，不能混用'
  return { ...whole, rule: 'encoding', message }
}
