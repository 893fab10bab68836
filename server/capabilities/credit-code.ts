import { Type } from 'typebox'
import { checkCreditCode, normaliseCreditCode } from '../domain/credit-code.ts'
import { capability } from './frame/contract.ts'

const issued = (title: string, code: string, expected: boolean) => ({
  title,
  source: 'GB 32100-2015；登记机关公示的代码',
  basis: 'published' as const,
  input: { code },
  checks: [
    { title: '符合 GB 32100-2015', published: expected, read: (output: { valid: boolean }) => output.valid },
  ],
})

export default capability({
  title: '统一社会信用代码校验',
  kind: 'knowledge',
  summary:
    '校验 18 位统一社会信用代码和其中的组织机构代码。早期试点发过校验不通过的代码，所以不通过只作提示，不据此拒收。',
  method: 'GB 32100-2015 模 31 校验；GB 11714-1997 模 11 校验',
  version: '1.0.0',
  licence: '平台自有',
  input: Type.Object({
    code: Type.String({
      minLength: 1,
      maxLength: 60,
      description: '统一社会信用代码，全角、空格、小写可接受',
    }),
  }),
  output: Type.Object({
    valid: Type.Boolean({ description: '长度、字符和第 18 位校验码都符合 GB 32100-2015' }),
    organisationValid: Type.Boolean({ description: '第 17 位符合 GB 11714-1997' }),
    region: Type.Union([Type.String(), Type.Null()], {
      description: '登记管理机关行政区划代码（第 3–8 位，GB/T 2260）',
    }),
    problems: Type.Array(Type.String(), { description: '不符合之处，符合时为空' }),
  }),
  sample: { code: '91110000600037341L' },
  cases: [
    issued('北京市登记，校验码为 L', '91110000600037341L', true),
    issued('上海市登记，校验码为 A', '91310115591693856A', true),
    issued('上海市登记，校验码为 T', '91310110666007217T', true),
    issued('北京市登记，校验码为 Q', '91110108551385082Q', true),
    issued('早期试点发放、校验不通过', '91350211M00013FA1N', false),
  ],
  run({ code }) {
    const { problems, ...check } = checkCreditCode(normaliseCreditCode(code))
    return { ...check, problems: [...problems] }
  },
})
