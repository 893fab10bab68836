/** Without trade between firms there is no network: said plainly, and led on to what can be computed. */
import type { ScenarioOptions } from '../../../../server/api/schemas/scenario.ts'
import { Card } from '../../../parts/card.tsx'
import { realmTitles } from '../../../data/vocabulary.ts'
import { useScope } from '../../../shell/scope.tsx'
import styles from './shutdown.module.css'

export function NoNetwork({
  options,
  onDemand,
}: {
  readonly options: ScenarioOptions
  readonly onDemand: () => void
}) {
  const { session, change, realm } = useScope()
  return (
    <Card title="没有供应交易，不能推演" className={styles.missing}>
      <div className={styles.missingWords}>
        <p>
          {realmTitles[options.realm]}
          中没有企业之间的供应交易，看不到谁向谁供货；停产推演、隐性关键企业和情景比较都不计算，也不以推测的关系代替。
        </p>
        <dl>
          <dt>缺什么</dt>
          <dd>供应交易（enterprise/supply-transaction）：供应方、采购方、产品、金额、月份，近 12 个月</dd>
          <dt>谁能提供</dt>
          <dd>链主企业的采购台账；税务部门的增值税发票汇总（企业授权或脱敏）；供应链金融平台</dd>
          <dt>现在能做</dt>
          <dd>用国家统计局投入产出表测算需求变动对各部门产出的带动，见“需求测算”</dd>
        </dl>
        <div className={styles.missingNext}>
          <button type="button" className="button button-primary" onClick={onDemand}>
            去需求测算
          </button>
          {session.realms.includes('demonstration') && realm !== 'demonstration' && (
            <button type="button" className="button" onClick={() => change({ realm: 'demonstration' })}>
              看演示数据的推演
            </button>
          )}
        </div>
      </div>
    </Card>
  )
}
