/**
 * 算法验真: every capability component beside what was published for its method, value by value; a row opens
 * the component with its cases and a sandbox.
 */
import { useAddressState } from '../../shell/address-state.ts'
import { useVerification } from '../../data/capabilities.ts'
import { Answer } from '../../parts/answer.tsx'
import { Card } from '../../parts/card.tsx'
import { Choice } from '../../parts/choice.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { Figure } from '../../parts/figure.tsx'
import { formatTime } from '../../parts/format.ts'
import { Icon } from '../../parts/icon.tsx'
import type { Verification as Answered } from '../../../server/api/schemas/capability.ts'
import { ComponentDrawer } from './verification/component-drawer.tsx'
import { VerificationTable } from './verification/verification-table.tsx'
import styles from './verification/verification.module.css'

const exported = '/api/capabilities/verification/export'

export default function Verification() {
  const verification = useVerification()
  const address = useAddressState()
  const component = address.get('component')
  const open = (id: string, number: number | null) =>
    address.set({ component: id, case: number === null ? null : String(number) }, component === null)
  return (
    <div className={styles.page}>
      <Answer of={verification} title="正在计算参考算例">
        {(data) => <Screen data={data} onOpen={open} />}
      </Answer>
      {component !== null && (
        <ComponentDrawer
          key={`${component} ${address.get('case') ?? ''}`}
          id={component}
          number={Number(address.get('case') ?? 0)}
          verified={verification.data?.items.filter(({ capability }) => capability === component) ?? []}
          onClose={() => address.set({ component: null, case: null })}
        />
      )}
    </div>
  )
}

function Screen({
  data,
  onOpen,
}: {
  readonly data: Answered
  readonly onOpen: (id: string, number: number | null) => void
}) {
  const address = useAddressState()
  const failing = data.checks - data.agreeing
  const onlyFailing = address.get('show') === 'failing'
  const items = onlyFailing ? data.items.filter(({ agrees }) => !agrees) : data.items
  return (
    <>
      <div className={styles.figures}>
        <Figure title="能力组件" value={data.capabilities} unit="个" note="每个组件至少一个参考算例" />
        <Figure
          title="参考算例"
          value={data.cases}
          unit="个"
          note={`合计用时 ${Math.round(data.durationMs)} ms`}
        />
        <Figure title="公布值" value={data.checks} unit="项" note="论文、手册、标准或独立参考程序" />
        <Figure title="相符" value={data.agreeing} unit="项" note="差不超过公布值末位的半个单位" />
        <Figure
          title="不符"
          value={failing}
          unit="项"
          note={failing === 0 ? '全部相符' : '见下表，逐项列出'}
        />
      </div>
      <Card
        title="公布值与计算值"
        note={`${formatTime(data.computedAt)} 在本平台计算`}
        fill
        actions={
          <>
            <Choice
              label="显示"
              value={onlyFailing ? 'failing' : 'all'}
              options={[
                { value: 'all', title: `全部 ${data.checks}` },
                { value: 'failing', title: `不符 ${failing}` },
              ]}
              onChange={(value) => address.set({ show: value === 'all' ? null : value })}
            />
            {(['xlsx', 'csv'] as const).map((format) => (
              <a
                key={format}
                className="button button-small"
                download
                href={`${exported}?format=${format}`}
                data-print="no"
              >
                <Icon name="export" size={13} />
                导出 {format.toUpperCase()}
              </a>
            ))}
          </>
        }
      >
        {items.length === 0 ? (
          <EmptyState
            title={onlyFailing ? '没有不符的值' : '没有参考算例'}
            detail={onlyFailing ? `${data.checks} 项公布值全部相符` : undefined}
          />
        ) : (
          <VerificationTable items={items} onOpen={onOpen} />
        )}
      </Card>
    </>
  )
}
