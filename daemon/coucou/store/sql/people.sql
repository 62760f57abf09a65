-- What the ledger tells of people.

-- name: by_address
SELECT a.id, a.address, a.grouped, t.first_moment, t.last_moment, t.direct
FROM (
    SELECT address_id, min(moment) AS first_moment, max(moment) AS last_moment,
           sum(contact > 0) AS direct
    FROM participant WHERE moment <= :as_of GROUP BY address_id
) t JOIN address a ON a.id = t.address_id;

-- name: senders
SELECT a.id, a.address, a.grouped, min(s.first_moment), max(s.last_moment), sum(s.times)
FROM (
    SELECT p.address_id, p.moment AS first_moment, p.moment AS last_moment, 1 AS times
    FROM message m JOIN participant p ON p.message_id = m.id
    WHERE m.sent = 1 AND m.moment <= :as_of AND p.role = 0
    UNION ALL
    SELECT address_id, first_moment, last_moment, sent FROM folded
    WHERE role = 0 AND sent > 0 AND last_moment <= :as_of
) s JOIN address a ON a.id = s.address_id
GROUP BY a.id;

-- name: names_of
SELECT name, seen FROM alias WHERE address_id = :id AND first_moment <= :as_of;

-- name: at_meetings
SELECT a.id, a.address, a.grouped, min(e.first_moment), max(min(e.last_moment, :as_of)), 0
FROM event e
JOIN event_participant p ON p.event_id = e.id
JOIN address a ON a.id = p.address_id
WHERE e.first_moment <= :as_of
GROUP BY a.id;

-- name: names
SELECT address_id, name, seen FROM alias WHERE first_moment <= :as_of
UNION ALL
SELECT p.address_id, p.name, count(*)
FROM event e JOIN event_participant p ON p.event_id = e.id
WHERE e.first_moment <= :as_of AND p.name <> ''
GROUP BY p.address_id, p.name;

-- name: offsets
-- No offset tells less than +0000: many mail servers (Exchange Online, every web service) stamp it wherever the writer is.
SELECT p.address_id, m.offset_minutes, count(*), max(p.moment)
FROM participant p JOIN message m ON m.id = p.message_id
WHERE p.moment > :since AND p.moment <= :as_of AND p.role = 0 AND m.offset_minutes <> 0
GROUP BY p.address_id, m.offset_minutes;

-- name: dead
SELECT b.address_id FROM (
    SELECT address_id, max(moment) AS moment FROM (
        SELECT address_id, moment FROM bounce
        UNION ALL
        SELECT address_id, last_moment FROM folded WHERE role = 3
    ) returned WHERE moment <= :as_of GROUP BY address_id
) b WHERE NOT EXISTS (
    SELECT 1 FROM participant p
    WHERE p.address_id = b.address_id AND p.role = 0 AND p.moment > b.moment AND p.moment <= :as_of)
AND NOT EXISTS (
    SELECT 1 FROM folded f
    WHERE f.address_id = b.address_id AND f.role = 0 AND f.last_moment > b.moment AND f.last_moment <= :as_of);

-- name: touches_of
SELECT p.moment, p.contact, p.size, m.subject, a.address, ac.name
FROM address a
JOIN participant p ON p.address_id = a.id
JOIN message m ON m.id = p.message_id
JOIN account ac ON ac.id = m.account_id
WHERE a.address = :address AND p.moment <= :as_of AND p.contact >= :least
ORDER BY p.moment, p.message_id, p.role;

-- name: sent_since
SELECT 1 FROM address a JOIN participant p ON p.address_id = a.id
WHERE a.address = :address AND p.moment > :since AND p.moment <= :now AND p.contact = :sent LIMIT 1;

-- name: written
SELECT written FROM address WHERE address = ?;

-- name: spellings
SELECT address, written FROM address WHERE written <> address;

-- name: counts
SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM event), (SELECT count(*) FROM card),
       (SELECT count(*) FROM address);

-- name: mail_span
SELECT min(moment), max(moment) FROM participant WHERE moment <= :as_of;

-- name: together_on_mail
SELECT a.address, count(DISTINCT p.message_id)
FROM participant s
JOIN message m ON m.id = s.message_id
JOIN participant p ON p.message_id = s.message_id
JOIN address a ON a.id = p.address_id
WHERE s.address_id = (SELECT id FROM address WHERE address = :address)
  AND p.address_id <> s.address_id AND s.moment <= :as_of AND s.size < :most AND m.kind = 0
GROUP BY a.address;

-- name: together_at_meetings
SELECT a.address, count(DISTINCT e.uid)
FROM event_participant s
JOIN event e ON e.id = s.event_id
JOIN event_participant p ON p.event_id = e.id
JOIN address a ON a.id = p.address_id
WHERE s.address_id = (SELECT id FROM address WHERE address = :address)
  AND p.address_id <> s.address_id AND e.first_moment <= :as_of AND e.status <> 'cancelled'
  AND (SELECT count(*) FROM event_participant o WHERE o.event_id = e.id) <= :most
GROUP BY a.address;

-- name: presence
-- Of personal mail, those who wrote some of it: an archive without anything of its owner's has no ties either.
SELECT a.id, a.address, a.grouped, sum(s.times) AS times
FROM (
    SELECT p.address_id, count(*) AS times FROM participant p JOIN message m ON m.id = p.message_id
    WHERE m.kind = 0 GROUP BY p.address_id HAVING sum(CASE WHEN p.role = 0 THEN 1 ELSE 0 END) >= 3
    UNION ALL
    SELECT address_id, count(DISTINCT event_id) FROM event_participant WHERE kind = 'individual' GROUP BY address_id
) s JOIN address a ON a.id = s.address_id
GROUP BY a.id, a.address, a.grouped ORDER BY times DESC LIMIT 20;

-- name: presence_total
SELECT (SELECT count(*) FROM message WHERE kind = 0) + (SELECT count(DISTINCT event_id) FROM event_participant);

-- name: all_names
SELECT address_id, name FROM alias
UNION
SELECT address_id, name FROM event_participant WHERE name <> '';

-- name: all_names_of
SELECT name, seen FROM alias WHERE address_id = :id
UNION ALL
SELECT name, count(*) FROM event_participant WHERE address_id = :id AND name <> '' GROUP BY name;

-- name: address
SELECT address, grouped FROM address WHERE id = :id;

-- name: by_text
SELECT id, grouped FROM address WHERE address = :address;

-- name: company
-- Who else stands on what an address stands on; meetings have negative numbers.
SELECT p.message_id, a.address
FROM participant p JOIN participant o ON o.message_id = p.message_id JOIN address a ON a.id = o.address_id
WHERE p.address_id = :id
UNION ALL
SELECT -p.event_id, a.address
FROM event_participant p JOIN event_participant o ON o.event_id = p.event_id JOIN address a ON a.id = o.address_id
WHERE p.address_id = :id;
