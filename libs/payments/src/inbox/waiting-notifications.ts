/**
 * For `cross join lateral`: the verified notifications of the CIP `c` that are stored and not applied yet, named by its
 * number, or by its transaction code while the number is not known to us. How many wait is not in the planner's
 * statistics: asked for those that wait, it may look through all of them for each CIP. `offset 0` keeps it to the
 * indexes on number and code, and the date to the months in which there was a CIP.
 */
export const WAITING_FOR_CIP = `(select told.id from (
    select id, account_id, status from notification
    where cip_number = c.number and received_at >= c.created_at - interval '1 day'
    union
    select id, account_id, status from notification
    where transaction_code = c.transaction_code and received_at >= c.created_at - interval '1 day'
    offset 0
  ) told where told.account_id = c.account_id and told.status in ('pending', 'waiting'))`;
