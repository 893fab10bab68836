/** How a published and a computed value stand side by side. */
import type { VerifiedValue } from '../../../../server/api/schemas/capability.ts'
import { MISSING } from '../../../parts/format.ts'
import styles from './verification.module.css'

type Shown = VerifiedValue['published']

/** Digits shown beyond those published, so that one sees how near the value is. */
const further = 4

/** The published value as it was printed: with its zeros at the end. */
export function publishedText(value: Shown, digits: number | null): string {
  if (typeof value === 'number') return signed(digits === null ? String(value) : value.toFixed(digits))
  return plain(value)
}

/** The digits that were published, and apart from them those beyond. */
export function ComputedValue({ item }: { readonly item: Pick<VerifiedValue, 'computed' | 'digits'> }) {
  const { computed, digits } = item
  if (typeof computed !== 'number' || digits === null || (digits === 0 && Number.isInteger(computed)))
    return <>{textOf(computed)}</>
  const text = signed(computed.toFixed(Math.min(15, digits + further)))
  const cut = text.length - Math.min(further, 15 - digits) - (digits === 0 ? 1 : 0)
  return (
    <span title={String(computed)}>
      {text.slice(0, cut)}
      <span className={styles.beyond}>{text.slice(cut)}</span>
    </span>
  )
}

export function Verdict({ agrees }: { readonly agrees: boolean }) {
  return (
    <span className={styles.verdict} data-agrees={agrees}>
      {agrees ? '相符' : '不符'}
    </span>
  )
}

function textOf(value: Shown): string {
  return typeof value === 'number' ? signed(String(value)) : plain(value)
}

function plain(value: string | boolean | null | number): string {
  if (value === null) return MISSING
  return typeof value === 'boolean' ? (value ? '是' : '否') : String(value)
}

/** A minus sign, not a hyphen. */
function signed(text: string): string {
  return text.replace(/^-/, '−')
}
