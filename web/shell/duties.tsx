/** What an account owes before it may be used: a password of its own, a second factor. */
import { useQueryClient } from '@tanstack/react-query'
import type { Session } from '../../server/api/schemas/session.ts'
import { PasswordForm } from './password-form.tsx'
import { SecondFactorForm } from './second-factor-form.tsx'
import { signOut } from './sign-out.ts'
import styles from './account.module.css'

export default function Duties({ session }: { readonly session: Session }) {
  const client = useQueryClient()
  const readAgain = () => void client.invalidateQueries({ queryKey: ['/api/session', {}], exact: true })
  const password = session.duties[0] === 'change-password'
  return (
    <main className={styles.duties}>
      <section aria-label="首次使用">
        <h1>{password ? '请先修改口令' : '请先绑定动态口令'}</h1>
        <p className="quiet">
          {session.displayName}（{session.username}）：
          {password
            ? '口令由他人设定或已满 90 天，修改后才能使用平台。'
            : '系统、安全、审计管理员须以口令和动态口令两种方式登录。'}
        </p>
        {password ? <PasswordForm onDone={readAgain} /> : <SecondFactorForm onDone={readAgain} />}
        <button type="button" className="text-button" onClick={() => void signOut(client)}>
          退出登录
        </button>
      </section>
    </main>
  )
}
