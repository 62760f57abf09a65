-- What ties are judged by: one pass over the participants, in the order in which they are stored.

-- name: facts
SELECT a.address,
       SUM(p.contact = 1),
       SUM(p.contact = 2),
       MIN(CASE WHEN p.contact > 0 THEN p.moment END),
       MAX(CASE WHEN p.contact > 0 THEN p.moment END),
       MAX(CASE WHEN p.contact = 1 THEN p.moment END),
       COUNT(DISTINCT CASE WHEN p.contact > 0 THEN p.moment / 7862400 END),
       COUNT(*),
       MIN(p.moment),
       MAX(p.moment),
       SUM(p.moment > :lately)
FROM participant p JOIN address a ON a.id = p.address_id
WHERE p.moment <= :until AND a.own = 0
GROUP BY p.address_id;
