import type { Checklist } from '../../../../server/api/schemas/certification.ts'
import { Icon } from '../../../parts/icon.tsx'
import drawer from './drawer.module.css'

export function Checks({ items }: { readonly items: Checklist['items'] }) {
  return (
    <ul className={drawer.checks}>
      {items.map(({ id, title, passed, detail }) => (
        <li key={id} data-passed={passed}>
          <Icon name={passed ? 'check' : 'warning'} size={14} />
          <b>
            {title}
            <span className="visually-hidden">{passed ? '：通过' : '：未通过'}</span>
          </b>
          <span>{detail}</span>
        </li>
      ))}
    </ul>
  )
}
