/** A component: method, version, licence; its cases value by value; and a sandbox that starts with one of them. */
import type { CapabilityDetail, VerifiedValue } from '../../../../server/api/schemas/capability.ts'
import { useCapability } from '../../../data/capabilities.ts'
import { useState } from 'react'
import { Answer } from '../../../parts/answer.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { Sandbox } from './sandbox.tsx'
import { SchemaList } from './schema-list.tsx'
import { ComputedValue, publishedText, Verdict } from './values.tsx'
import styles from './component.module.css'

export function ComponentDrawer({
  id,
  number,
  verified,
  onClose,
}: {
  readonly id: string
  /** Case to begin with, from 1; 0 = the sample. */
  readonly number: number
  readonly verified: readonly VerifiedValue[]
  readonly onClose: () => void
}) {
  const detail = useCapability(id)
  return (
    <Drawer
      title={detail.data?.title ?? id}
      note={<code className={styles.id}>{id}</code>}
      wide
      onClose={onClose}
    >
      <Answer of={detail}>{(data) => <Component data={data} number={number} verified={verified} />}</Answer>
    </Drawer>
  )
}

function Component({
  data,
  number,
  verified,
}: {
  readonly data: CapabilityDetail
  readonly number: number
  readonly verified: readonly VerifiedValue[]
}) {
  const [chosen, choose] = useState(data.cases[number - 1] === undefined ? 0 : number)
  const selected = data.cases[chosen - 1]
  const rows = verified.filter((item) => item.case === chosen)
  return (
    <div className={styles.drawer}>
      <p>{data.summary}</p>
      <dl className={styles.facts}>
        <dt>方法</dt>
        <dd>{data.method}</dd>
        <dt>版本</dt>
        <dd>
          {data.version}，许可：{data.licence}
        </dd>
      </dl>
      <label className={styles.pick}>
        <span>算例</span>
        <select value={chosen} onChange={(event) => choose(Number(event.target.value))}>
          <option value={0}>样例输入（无公布值）</option>
          {data.cases.map(({ title }, position) => (
            <option key={title} value={position + 1}>
              {position + 1}. {title}
            </option>
          ))}
        </select>
      </label>
      {selected !== undefined && (
        <section aria-label="算例">
          <dl className={styles.facts}>
            <dt>出处</dt>
            <dd>
              {selected.source}（{selected.basis === 'published' ? '公布值' : '独立参考程序'}）
            </dd>
            <dt>用时</dt>
            <dd>{rows[0] === undefined ? '—' : `${formatNumber(rows[0].durationMs, 2)} ms`}</dd>
          </dl>
          {rows[0]?.problem != null && <p className={styles.problem}>没有算出：{rows[0].problem}</p>}
          <table className={styles.checks} aria-label="算例的各项值">
            <thead>
              <tr>
                <th scope="col">值</th>
                <th scope="col" data-number="true">
                  公布值
                </th>
                <th scope="col" data-number="true">
                  计算值
                </th>
                <th scope="col">结论</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.check}>
                  <td>{row.check}</td>
                  <td data-number="true">{publishedText(row.published, row.digits)}</td>
                  <td data-number="true">
                    <ComputedValue item={row} />
                  </td>
                  <td>
                    <Verdict agrees={row.agrees} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Sandbox key={chosen} id={data.id} input={selected === undefined ? data.sample : selected.input} />
      <SchemaList title="输入" schema={data.input} />
      <SchemaList title="输出" schema={data.output} />
    </div>
  )
}
