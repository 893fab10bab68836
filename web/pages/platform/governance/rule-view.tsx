/** Every rule with its last result; a rule opens what fails it and how that went over time. */
import { useState } from 'react'
import type { QualityRuleItem } from '../../../../server/api/schemas/governance.ts'
import { dimensionTitles, useQuality, useRules } from '../../../data/governance.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import { RuleDrawer } from './rule-drawer.tsx'
import { Score } from './score.tsx'
import styles from './governance.module.css'

export function RuleView() {
  const { realm } = useScope()
  const address = useAddressState()
  const dataset = address.get('dataset') ?? undefined
  const dimension = address.get('dimension') ?? undefined
  const failing = address.get('failing') !== 'all'
  const [opened, setOpened] = useState<QualityRuleItem | null>(null)
  const rules = useRules({ realm, dataset, dimension, ...(failing && { failing }) })
  const datasets = useQuality(realm).data?.datasets ?? []
  return (
    <Card
      title="质量规则"
      note="契约规则把不合的记录挡在仓外；数据集规则检查已入仓的记录"
      fill
      className={styles.fill}
      actions={
        <>
          <select
            className="field"
            aria-label="数据集"
            value={dataset ?? ''}
            onChange={(event) => address.set({ dataset: event.target.value || null })}
          >
            <option value="">全部数据集</option>
            {datasets
              .toSorted((a, b) => a.title.localeCompare(b.title, 'zh-CN'))
              .map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
          </select>
          <select
            className="field"
            aria-label="维度"
            value={dimension ?? ''}
            onChange={(event) => address.set({ dimension: event.target.value || null })}
          >
            <option value="">全部维度</option>
            {Object.entries(dimensionTitles).map(([id, title]) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={failing}
              onChange={(event) => address.set({ failing: event.target.checked ? null : 'all' })}
            />
            只看未通过
          </label>
        </>
      }
    >
      <Answer of={rules} title="正在读取规则">
        {({ items, total }) => (
          <DataTable
            name="质量规则"
            rows={items}
            columns={columns}
            rowKey={(rule) => `${rule.dataset} ${rule.id}`}
            onRow={setOpened}
            selected={opened === null ? null : `${opened.dataset} ${opened.id}`}
            total={total}
            empty={
              <EmptyState
                title={failing ? '这些规则全部通过' : '没有规则'}
                detail={failing ? '关闭“只看未通过”可看全部规则。' : undefined}
              />
            }
          />
        )}
      </Answer>
      {opened !== null && <RuleDrawer rule={opened} onClose={() => setOpened(null)} />}
    </Card>
  )
}

const columns: readonly Column<QualityRuleItem>[] = [
  {
    key: 'title',
    title: '规则',
    width: '36%',
    value: ({ title }) => title,
    show: ({ title, detail }) => (
      <span className={styles.two}>
        <NameText text={title} />
        {detail !== null && <small>{detail}</small>}
      </span>
    ),
  },
  {
    key: 'dataset',
    title: '数据集',
    value: ({ datasetTitle }) => datasetTitle,
    show: ({ datasetTitle }) => <NameText text={datasetTitle} />,
  },
  { key: 'dimension', title: '维度', width: '76px', value: ({ dimension }) => dimensionTitles[dimension] },
  {
    key: 'origin',
    title: '依据',
    width: '76px',
    value: ({ origin }) => (origin === 'contract' ? '契约' : '数据集'),
  },
  { key: 'checked', title: '检查', number: true, width: '96px', value: ({ checked }) => checked },
  {
    key: 'failing',
    title: '未通过',
    number: true,
    width: '96px',
    value: ({ failing }) => failing,
    show: ({ failing }) => (
      <span className={failing > 0 ? styles.failing : undefined}>{formatNumber(failing)}</span>
    ),
  },
  {
    key: 'score',
    title: '得分',
    width: '72px',
    value: ({ score }) => score,
    show: ({ score }) => <Score value={score} />,
  },
  {
    key: 'ticket',
    title: '工单',
    width: '72px',
    value: ({ ticket }) => (ticket === null ? null : `#${ticket}`),
  },
]
