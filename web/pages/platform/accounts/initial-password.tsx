import styles from './accounts.module.css'

/** Shown once, to be handed to the owner of the account. */
export function InitialPassword({ password }: { readonly password: string }) {
  return (
    <p className={styles.secret} role="status">
      一次性口令，仅此一次显示，请当面交给本人；首次登录须修改：
      <code aria-label="一次性口令">{password}</code>
    </p>
  )
}
