import type { Selectable } from 'kysely'
import { checkCreditCode, normaliseCreditCode } from '../domain/credit-code.ts'
import { normaliseEnterpriseName } from '../fusion/enterprise-name.ts'
import type { Database } from '../warehouse/database.ts'
import type { CatalogueTables, CheckItem } from '../warehouse/schema/catalogue.ts'
import type { Proof } from './proofs.ts'
import { Refusal, refusing } from './refusal.ts'

export type FirmCertification = Selectable<CatalogueTables['brain.firm_certification']>

/** The account that asks. */
export interface Applicant {
  readonly username: string
  /** The firm it is bound to; null until one is. */
  readonly creditCode: string | null
}

export interface Claim {
  readonly creditCode: string
  readonly name: string
}

/**
 * Checks a claim against the code's own check characters and the registry.
 * @throws Refusal for a code that is not written as one, not registered, or not the account's; for another name.
 */
export async function checkClaim(
  platform: Database,
  applicant: Applicant,
  claim: Claim,
): Promise<{ creditCode: string; name: string; checks: CheckItem[] }> {
  const creditCode = normaliseCreditCode(claim.creditCode)
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(creditCode)) {
    throw new Refusal(
      'invalid',
      `收到的统一社会信用代码不是 18 位代码。`,
      '18 位统一社会信用代码（GB 32100）',
    )
  }
  if (applicant.creditCode !== null && applicant.creditCode !== creditCode) {
    throw new Refusal('invalid', '该代码不是您的账号所绑定的企业。', applicant.creditCode)
  }
  const firm = await platform.kysely
    .selectFrom('brain.golden_enterprise')
    .select(['name', 'status', 'is_branch'])
    .where('credit_code', '=', creditCode)
    .executeTakeFirst()
  if (firm === undefined) {
    throw new Refusal('unknown', `登记信息中没有代码 ${creditCode}。`, '已登记企业的统一社会信用代码')
  }
  if (normaliseEnterpriseName(firm.name) !== normaliseEnterpriseName(claim.name)) {
    throw new Refusal('invalid', '企业名称与登记信息不一致。', '营业执照上的企业全称')
  }
  const { valid, organisationValid, problems } = checkCreditCode(creditCode)
  const standing = firm.status === null || firm.status === '存续'
  return {
    creditCode,
    name: firm.name,
    checks: [
      {
        id: 'code',
        title: '代码校验',
        passed: valid && organisationValid,
        detail: problems.length === 0 ? '校验位相符（GB 32100-2015）' : problems.join('；'),
      },
      { id: 'registry', title: '名称与登记一致', passed: true, detail: firm.name },
      { id: 'status', title: '登记状态', passed: standing, detail: firm.status ?? '登记信息未写明' },
      {
        id: 'binding',
        title: '账号与企业',
        passed: true,
        detail: applicant.creditCode === null ? '账号尚未绑定企业，通过后绑定' : '账号已绑定该企业',
      },
    ],
  }
}

/** @throws Refusal as {@link checkClaim}, and while another submission of the account waits. */
export async function submitCertification(
  platform: Database,
  applicant: Applicant,
  claim: Claim,
  proof: Proof & { readonly name: string },
  now: Date,
): Promise<number> {
  const { creditCode, name, checks } = await checkClaim(platform, applicant, claim)
  const standing = await platform.kysely
    .selectFrom('brain.firm_certification')
    .select('id')
    .where('username', '=', applicant.username)
    .where('credit_code', '=', creditCode)
    .where('state', '=', 'approved')
    .executeTakeFirst()
  if (standing !== undefined) throw new Refusal('conflict', '企业认证已通过，不需要再次提交。')
  const waiting = new Refusal('conflict', '您已有一件企业认证正在审核，请先撤回或等待结果。')
  const { id } = await refusing({ firm_certification_submitted: waiting }, () =>
    platform.kysely
      .insertInto('brain.firm_certification')
      .values({
        username: applicant.username,
        credit_code: creditCode,
        firm_name: name,
        checks: JSON.stringify(checks),
        proof_sha256: proof.sha256,
        proof_name: proof.name,
        proof_type: proof.type,
        proof_bytes: proof.bytes,
        submitted_at: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  return id
}

export interface FirmDecision {
  readonly approve: boolean
  /** Told to the firm; required for a rejection. */
  readonly reason: string
}

/**
 * An operator approves or rejects. Approval binds an account without a firm to this one.
 * @returns whether an account was bound, so that its sessions have to be read anew.
 */
export async function decideCertification(
  platform: Database,
  id: number,
  { approve, reason }: FirmDecision,
  by: string,
  now: Date,
): Promise<{ bound: boolean }> {
  if (!approve && reason.trim() === '') throw new Refusal('invalid', '退回时须写明原因。', '退回原因')
  return platform.transaction(async (transaction) => {
    const found = await transaction
      .selectFrom('brain.firm_certification')
      .select(['state', 'username', 'credit_code'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (found === undefined) throw new Refusal('unknown', `没有编号为 ${id} 的企业认证。`)
    if (found.state !== 'submitted') throw new Refusal('conflict', '该企业认证已经办结。')
    if (found.username === by) throw new Refusal('same-person', '不能审核自己提交的企业认证。')
    await transaction
      .updateTable('brain.firm_certification')
      .set({
        state: approve ? 'approved' : 'rejected',
        reviewed_by: by,
        reviewed_at: now,
        reason: reason.trim() === '' ? null : reason,
      })
      .where('id', '=', id)
      .execute()
    if (!approve) return { bound: false }
    const account = await transaction
      .updateTable('brain.account')
      .set({ credit_code: found.credit_code })
      .where('username', '=', found.username)
      .where('credit_code', 'is', null)
      .executeTakeFirst()
    return { bound: account.numUpdatedRows > 0n }
  })
}

/** The firm takes back what is not decided. */
export async function withdrawCertification(platform: Database, id: number, by: string): Promise<void> {
  const { numUpdatedRows } = await platform.kysely
    .updateTable('brain.firm_certification')
    .set({ state: 'withdrawn' })
    .where('id', '=', id)
    .where('username', '=', by)
    .where('state', '=', 'submitted')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Refusal('unknown', `您没有编号为 ${id} 的待审核企业认证。`)
}

/** Ends a certification that no longer holds; the account keeps its firm until an administrator changes it. */
export async function revokeFirmCertification(
  platform: Database,
  id: number,
  reason: string,
  by: string,
  now: Date,
): Promise<void> {
  const { numUpdatedRows } = await platform.kysely
    .updateTable('brain.firm_certification')
    .set({ state: 'revoked', reviewed_by: by, reviewed_at: now, reason })
    .where('id', '=', id)
    .where('state', '=', 'approved')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Refusal('conflict', `编号 ${id} 没有生效中的企业认证，不能撤销。`)
}

/** The newest first; of one account where it is named, all otherwise. */
export function listFirmCertifications(
  platform: Database,
  username: string | null,
): Promise<FirmCertification[]> {
  return platform.kysely
    .selectFrom('brain.firm_certification')
    .selectAll()
    .$if(username !== null, (query) => query.where('username', '=', username ?? ''))
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
}

/** Null for one that does not exist, or is another account's. */
export async function findFirmCertification(
  platform: Database,
  id: number,
  username: string | null,
): Promise<FirmCertification | null> {
  const found = await platform.kysely
    .selectFrom('brain.firm_certification')
    .selectAll()
    .where('id', '=', id)
    .$if(username !== null, (query) => query.where('username', '=', username ?? ''))
    .executeTakeFirst()
  return found ?? null
}
