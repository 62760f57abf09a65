-- What ties are judged by, up to a moment: one pass over the participants in the order in which they are stored.

-- Steps of half a season are bits counted back from :until (coucou.core.seasons): a sum of different powers of two is
-- their union.
-- name: facts
SELECT a.address, f.sent, f.received, f.first_touch, f.last_sent, f.last_received, f.last_seen, f.company,
       f.touched, f.heard, f.seen
FROM (
    SELECT address_id,
           COUNT(*) FILTER (WHERE contact = 1) AS sent,
           COUNT(*) FILTER (WHERE contact = 2) AS received,
           COALESCE(MIN(moment) FILTER (WHERE contact > 0), 0) AS first_touch,
           COALESCE(MAX(moment) FILTER (WHERE contact = 1), 0) AS last_sent,
           COALESCE(MAX(moment) FILTER (WHERE contact = 2), 0) AS last_received,
           MAX(moment) AS last_seen,
           COALESCE(SUM(size) FILTER (WHERE contact > 0), 0) AS company,
           COALESCE(SUM(DISTINCT CAST(1 AS BIGINT) << ((:until - moment) / 3931200))
               FILTER (WHERE contact > 0 AND moment > :oldest), 0) AS touched,
           COALESCE(SUM(DISTINCT CAST(1 AS BIGINT) << ((:until - moment) / 3931200))
               FILTER (WHERE contact = 0 AND role = 0 AND moment > :oldest), 0) AS heard,
           COALESCE(SUM(DISTINCT CAST(1 AS BIGINT) << ((:until - moment) / 3931200))
               FILTER (WHERE contact = 0 AND role <> 0 AND moment > :oldest), 0) AS seen
    FROM participant
    WHERE moment <= :until
    GROUP BY address_id
) f JOIN address a ON a.id = f.address_id
WHERE a.own = 0;

-- The same of what was folded: of each row both moments stand for all, and the counts go with the first.
-- name: folded_facts
SELECT a.address, f.sent, f.received, f.first_touch, f.last_sent, f.last_received, f.last_seen, f.company,
       f.touched, f.heard, f.seen
FROM (
    SELECT address_id,
           COALESCE(SUM(times) FILTER (WHERE contact = 1), 0) AS sent,
           COALESCE(SUM(times) FILTER (WHERE contact = 2), 0) AS received,
           COALESCE(MIN(moment) FILTER (WHERE contact > 0), 0) AS first_touch,
           COALESCE(MAX(moment) FILTER (WHERE contact = 1), 0) AS last_sent,
           COALESCE(MAX(moment) FILTER (WHERE contact = 2), 0) AS last_received,
           MAX(moment) AS last_seen,
           COALESCE(SUM(company) FILTER (WHERE contact > 0), 0) AS company,
           COALESCE(SUM(DISTINCT CAST(1 AS BIGINT) << ((:until - moment) / 3931200))
               FILTER (WHERE contact > 0 AND moment > :oldest), 0) AS touched,
           COALESCE(SUM(DISTINCT CAST(1 AS BIGINT) << ((:until - moment) / 3931200))
               FILTER (WHERE contact = 0 AND role = 0 AND moment > :oldest), 0) AS heard,
           COALESCE(SUM(DISTINCT CAST(1 AS BIGINT) << ((:until - moment) / 3931200))
               FILTER (WHERE contact = 0 AND role <> 0 AND moment > :oldest), 0) AS seen
    FROM (
        SELECT address_id, role, contact, first_moment AS moment, times, company FROM folded
        WHERE role < 3 AND last_moment <= :until
        UNION ALL
        SELECT address_id, role, contact, last_moment, 0, 0 FROM folded
        WHERE role < 3 AND last_moment <= :until AND last_moment > first_moment
    ) both_ends
    GROUP BY address_id
) f JOIN address a ON a.id = f.address_id
WHERE a.own = 0;
