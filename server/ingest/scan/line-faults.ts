import { found, type Found } from './record-scanner.ts'

/** Why a line could not be read as a record. */
export const lineFaults: Readonly<Record<Found, { readonly rule: string; readonly message: string }>> = {
  [found.record]: { rule: 'record', message: '' },
  [found.incomplete]: { rule: 'record', message: '' },
  [found.strayQuote]: {
    rule: 'quote',
    message: '引号之后还有内容；含引号的内容应整体加引号，其中的引号写成两个',
  },
  [found.unclosedQuote]: { rule: 'quote-unclosed', message: '引号没有闭合（在 1 MiB 之内）' },
  [found.tooLong]: { rule: 'record-too-long', message: '一条记录超过 1 MiB，只保留开头部分' },
}
