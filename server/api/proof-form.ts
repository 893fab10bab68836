import type { FastifyRequest } from 'fastify'
import type { Claim } from '../catalogue/firm-certification.ts'
import { Problem } from './problem.ts'

const expected = 'multipart/form-data，字段 creditCode、name 为文本，file 为 PDF、PNG 或 JPG 文件'

export interface ProofForm {
  readonly claim: Claim
  readonly file: { readonly name: string; readonly content: Buffer }
}

/** The form of 企业认证, its parts in any order. @throws Problem naming what is missing or too large. */
export async function readProofForm(request: FastifyRequest): Promise<ProofForm> {
  const texts = new Map<string, string>()
  let file: ProofForm['file'] | undefined
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (typeof part.value === 'string') texts.set(part.fieldname, part.value)
    } else {
      file = { name: plainName(part.filename), content: await part.toBuffer() }
    }
  }
  const creditCode = texts.get('creditCode')?.trim() ?? ''
  const name = texts.get('name')?.trim() ?? ''
  const missing = [
    ...(creditCode === '' ? ['统一社会信用代码（creditCode）'] : []),
    ...(name === '' ? ['企业名称（name）'] : []),
    ...(file === undefined ? ['证明材料（file）'] : []),
  ]
  if (file === undefined || missing.length > 0) {
    throw new Problem(400, 'field-missing', '内容不全', `缺少${missing.join('、')}。`, { expected })
  }
  if (/\0/.test(creditCode + name) || name.length > 200) {
    throw new Problem(400, 'invalid-request', '内容有误', '企业名称应为不超过 200 字的文本。', { expected })
  }
  return { claim: { creditCode, name }, file }
}

/** The last part of a name, without control characters: it is shown, never used as a path. */
export function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const clean = last
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .trim()
  return clean === '' ? '未命名' : clean.slice(0, 200).toWellFormed()
}
