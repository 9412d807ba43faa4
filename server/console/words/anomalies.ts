/** What is odd, one sentence for each, in both languages; `anomalySentence` chooses. */
import { bilingual } from './bilingual.ts';

export const anomalyWords = bilingual(
  {
    'anomaly.out-of-hours': '工号 {operator} 在 {time} 操作，不在营业时间 {from}–{until} 内。',
    'anomaly.tries-without-pause':
      '{minutes} 分钟内有 {count} 次工号、证件或授权码被拒绝，不像人手所为。',
    'anomaly.tries-on-many-numbers': '{minutes} 分钟内有人试了 {count} 个不同的工号或证件。',
    'anomaly.device-changed.swapped': '{device} 换了机器：登记为 {before}，现为 {after}。',
    'anomaly.device-changed.registered': '{device} 重新登记：原为 {before}，现为 {after}。',
    'anomaly.device-changed.attached': '{device} 换了接口：原为 {before}，现为 {after}。',
    'anomaly.clock-moved.back': '时钟被拨慢 {minutes} 分钟。',
    'anomaly.clock-moved.forward': '时钟被拨快 {minutes} 分钟。',
    'anomaly.many-reversals': '{businessDate} 冲正 {count} 笔，本机平常每日约 {usual} 笔。',
    'anomaly.many-voids': '{businessDate} 取消商品或整单 {count} 次，本机平常每日约 {usual} 次。',
    'anomaly.many-no-sales': '{businessDate} 无销售开钱箱 {count} 次，本机平常每日约 {usual} 次。',
    'anomaly.many-discounts': '{businessDate} 改价 {count} 次，本机平常每日约 {usual} 次。',
    'anomaly.payment-settled.charged':
      '工号 {operator} 认定一笔刷卡已扣款：{amount} {currency}，凭证 {slip}。请与收单对账单核对，相符后关闭并注明对账行。',
    'anomaly.payment-settled.not-charged':
      '工号 {operator} 认定一笔刷卡未扣款：{amount} {currency}，凭证 {slip}。请与收单对账单核对，相符后关闭并注明对账行。',
    'anomaly.decided-alone.withdrawn': '离线时放行了工号 {operator}，而后台已停用此人。',
    'anomaly.decided-alone.secret': '离线时工号 {operator} 用旧密码签到，而密码已更改。',
    'anomaly.decided-alone.revoked': '本机已被停用，工号 {operator} 仍离线签到。',
    'anomaly.decided-alone.unentitled': '工号 {operator} 已无权授权，离线时仍放行了操作。',
    'anomaly.decided-alone.invented': '为工号 {operator} 使用了后台从未发出的授权码。',
    'anomaly.decided-alone.reused': '为工号 {operator} 重复使用了同一授权码。',
    'anomaly.till-cloned': '流水 #{seq} 与后台已有的不同：这台收银机的数据被复制过。',
    'anomaly.journal-shortened':
      '本机流水只到 #{here}，但曾写到 #{there}：文件被放回旧的，或末尾被删。',
    'anomaly.till-restored': '本机流水只到 #{here}，后台已有到 #{there}：数据从备份恢复过。',
    'anomaly.owned-differed.people':
      '本机的人员与权限与后台的不同，已重新取用；可能有人改过本机文件。',
    'anomaly.owned-differed.secrets':
      '本机的密码、工牌与通行密钥与后台的不同，已重新取用；可能有人改过本机文件。',
    'anomaly.owned-differed.items':
      '本机的商品与价格与后台的不同，已重新取用；可能有人改过本机文件。',
    'anomaly.owned-differed.promotions':
      '本机的促销与后台的不同，已重新取用；可能有人改过本机文件。',
    'anomaly.owned-differed.devices':
      '本机的设备登记与后台的不同，已重新取用；可能有人改过本机文件。',
    'anomaly.owned-differed.settings':
      '本机的门店设置与后台的不同，已重新取用；可能有人改过本机文件。',
    'anomaly.entry-doubted.sums': '工号 {operator} 的一笔销售金额对不上，未计入账目。',
    'anomaly.entry-doubted.unentitled': '工号 {operator} 在本机做了无权做的操作。',
    'anomaly.entry-doubted.role': '工号 {operator} 签到时的权限高于后台所给。',
    'anomaly.entry-doubted.absent': '工号 {operator} 未在本机签到，却有其名下的销售。',
    'anomaly.entry-doubted.elsewhere': '工号 {operator} 授权时正在另一台收银机上收银。',
    'anomaly.entry-doubted.crowd': '工号 {operator} 登记的设备多于一台收银机所能有，未采信。',
    'anomaly.entry-doubted.person':
      '本机送来工号 {operator} 的新密码或通行密钥，而此人并未在此签到；未采信。',
    'anomaly.entries-misdated': '流水所写日期 {first} 至 {last} 与后台时间相差太远。',
  },
  {
    'anomaly.out-of-hours': 'Operator {operator} worked at {time}, outside {from} to {until}.',
    'anomaly.tries-without-pause':
      'Within {minutes} minutes, {count} tries with numbers, badges or codes were refused: no hand is that quick.',
    'anomaly.tries-on-many-numbers':
      'Within {minutes} minutes, {count} different numbers or badges were tried.',
    'anomaly.device-changed.swapped':
      '{device} is another device: {before} is registered, {after} answers.',
    'anomaly.device-changed.registered':
      '{device} was registered anew: it was {before}, it is {after}.',
    'anomaly.device-changed.attached':
      '{device} was attached elsewhere: it was {before}, it is {after}.',
    'anomaly.clock-moved.back': 'The clock was set back by {minutes} minutes.',
    'anomaly.clock-moved.forward': 'The clock was set forward by {minutes} minutes.',
    'anomaly.many-reversals':
      '{businessDate}: {count} card payments taken back; usual at this till: {usual}.',
    'anomaly.many-voids':
      '{businessDate}: {count} lines or baskets voided; usual at this till: {usual}.',
    'anomaly.many-no-sales':
      '{businessDate}: drawer opened {count} times without a sale; usual at this till: {usual}.',
    'anomaly.many-discounts':
      '{businessDate}: {count} prices changed; usual at this till: {usual}.',
    'anomaly.payment-settled.charged':
      'Operator {operator} said that a card payment of {amount} {currency} was charged (slip {slip}). Compare with the acquirer’s statement; close it with the statement’s line when they agree.',
    'anomaly.payment-settled.not-charged':
      'Operator {operator} said that a card payment of {amount} {currency} was not charged (slip {slip}). Compare with the acquirer’s statement; close it with the statement’s line when they agree.',
    'anomaly.decided-alone.withdrawn':
      'Offline, the till let operator {operator} in, who had been withdrawn.',
    'anomaly.decided-alone.secret':
      'Offline, operator {operator} signed in with a PIN that had been changed.',
    'anomaly.decided-alone.revoked':
      'Offline, operator {operator} signed in at a till that had been withdrawn.',
    'anomaly.decided-alone.unentitled':
      'Operator {operator} allowed something at this till, and had no right to any more.',
    'anomaly.decided-alone.invented':
      'A one-time code was used for operator {operator} that the back office never gave.',
    'anomaly.decided-alone.reused':
      'The same one-time code was used twice for operator {operator}.',
    'anomaly.till-cloned':
      'Entry #{seq} differs from the one kept here: this till’s data was copied.',
    'anomaly.journal-shortened':
      'This till’s journal ends at #{here}, though it had been written to #{there}: its file was put back, or its end was cut off.',
    'anomaly.till-restored':
      'The till’s journal ends at #{here}, this copy at #{there}: its data was restored from a backup.',
    'anomaly.owned-differed.people':
      'The people and their rights on the till were not those of the back office; they were taken again. Somebody may have written into its file.',
    'anomaly.owned-differed.secrets':
      'The PINs, badges and passkeys on the till were not those of the back office; they were taken again. Somebody may have written into its file.',
    'anomaly.owned-differed.items':
      'The items and prices on the till were not those of the back office; they were taken again. Somebody may have written into its file.',
    'anomaly.owned-differed.promotions':
      'The promotions on the till were not those of the back office; they were taken again. Somebody may have written into its file.',
    'anomaly.owned-differed.devices':
      'The entries of the device register on the till were not those of the back office; they were taken again. Somebody may have written into its file.',
    'anomaly.owned-differed.settings':
      'The store’s settings on the till were not those of the back office; they were taken again. Somebody may have written into its file.',
    'anomaly.entry-doubted.sums':
      'A sale of operator {operator} does not add up. It is in no total.',
    'anomaly.entry-doubted.unentitled':
      'Operator {operator} did something at this till without the right to.',
    'anomaly.entry-doubted.role':
      'Operator {operator} signed in with more rights than the back office gave.',
    'anomaly.entry-doubted.absent':
      'A sale stands under operator {operator}, who was not signed in at this till.',
    'anomaly.entry-doubted.elsewhere':
      'Operator {operator} allowed something here while selling at another till.',
    'anomaly.entry-doubted.crowd':
      'Operator {operator} registered more devices than a till has. The row was not taken.',
    'anomaly.entry-doubted.person':
      'A new PIN or passkey of operator {operator} came from here without their sign-in. It was not taken.',
    'anomaly.entries-misdated': 'Entries are dated {first} to {last}, far from the time here.',
  },
);
