/**
 * 企业走访服务单: on the screen as it prints, with room to write 诉求、帮扶 and 回访 by hand. The printed copy
 * stands beside the page, so that printing while a firm is open gives its sheet alone.
 */
import { createPortal } from 'react-dom'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { Icon } from '../../../parts/icon.tsx'
import type { Visit } from './visit.ts'
import styles from './visit-sheet.module.css'

export function VisitSheet({ visit }: { readonly visit: Visit }) {
  return (
    <>
      <div className={styles.head}>
        <p className="quiet">
          了解诉求、协调帮扶、按期回访。打印后带到现场填写，办理结果在“走访服务”中登记。
        </p>
        <button type="button" className="button button-primary" onClick={() => print()}>
          <Icon name="file" size={14} />
          打印走访单
        </button>
      </div>
      <Sheet visit={visit} />
    </>
  )
}

export function PrintedVisitSheet({ visit }: { readonly visit: Visit }) {
  return createPortal(
    <div className={styles.printed}>
      <Sheet visit={visit} />
    </div>,
    document.body,
  )
}

function Sheet({ visit }: { readonly visit: Visit }) {
  const { name, creditCode, demonstration, facts, reason, signals, topics } = visit
  return (
    <article className={styles.sheet} aria-label="企业走访服务单">
      <header>
        <h3>企业走访服务单</h3>
        <RealmBadge realm={demonstration ? 'demonstration' : 'actual'} />
      </header>
      <table>
        <tbody>
          <tr>
            <th scope="row">企业</th>
            <td>
              <bdi>{name}</bdi> <span className="number quiet">{creditCode}</span>
            </td>
          </tr>
          <tr>
            <th scope="row">概况</th>
            <td>
              {facts.map(([title, text]) => (
                <span key={title} className={styles.fact}>
                  <span className="quiet">{title}</span> <bdi>{text}</bdi>
                </span>
              ))}
            </td>
          </tr>
          <tr>
            <th scope="row">走访缘由</th>
            <td>
              {reason}
              {signals.length > 0 && (
                <ul>
                  {signals.map(({ date, title, detail }) => (
                    <li key={`${date} ${title} ${detail}`}>
                      <span className="number">{date}</span> {title}：<bdi>{detail}</bdi>
                    </li>
                  ))}
                </ul>
              )}
            </td>
          </tr>
          <tr>
            <th scope="row">了解与帮扶</th>
            <td>
              <ol>
                {topics.map(({ ask, help }) => (
                  <li key={ask}>
                    {ask}
                    <br />
                    <span className="quiet">可协调：{help}</span>
                  </li>
                ))}
              </ol>
            </td>
          </tr>
          <Blank title="诉求登记" hint="企业提出的事项、希望办结的时间" />
          <Blank title="帮扶事项" hint="承办部门、联系人、答复期限" />
          <Blank title="回访" hint="日期、办理结果、企业评价" />
        </tbody>
      </table>
      <footer>
        <span>走访人：</span>
        <span>企业联系人：</span>
        <span>走访日期：</span>
      </footer>
      <p className="quiet small">
        企业自主决定经营地点；走访只了解诉求、提供服务（《公平竞争审查条例》，2024-08-01
        起施行）。得分为专家评分，不是概率。
      </p>
    </article>
  )
}

function Blank({ title, hint }: { readonly title: string; readonly hint: string }) {
  return (
    <tr className={styles.blank}>
      <th scope="row">{title}</th>
      <td>
        <span className="quiet small">{hint}</span>
      </td>
    </tr>
  )
}
