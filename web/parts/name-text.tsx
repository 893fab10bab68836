/**
 * A name or text that comes from data: isolated from the direction of its surroundings, cut with an
 * ellipsis where there is no room, whole in the tooltip. Names of enterprises go through this.
 */
import styles from './name-text.module.css'

export function NameText({ text, lines = 1 }: { readonly text: string; readonly lines?: 1 | 2 | 3 }) {
  return (
    <bdi className={styles.name} data-lines={lines} title={text}>
      {text}
    </bdi>
  )
}
