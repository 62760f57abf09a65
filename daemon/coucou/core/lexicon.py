"""Lists of words that tell what an address, a domain or a name is. Folded: small letters, no accents.

They are short on purpose: what is frequent in French and English mail, not all that exists.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Local parts of programs: folded, without separators, digits at their end dropped.
ROBOTS = _words(
    """
    noreply noreplies donotreply donotrespond dontreply noanswer noresponse nepasrepondre nerepondezpas nepasreponse
    sansreponse pasdereponse mailerdaemon postmaster bounce bounces bouncer rebond rebonds notification
    notifications notify notifier notificationsnoreply avis avisautomatique alert alerts alerte alertes automailer
    automated automatic automatique autoreply autoresponder robot bot mailbot daemon cron root nobody system systeme
    server serveur monitoring nagios zabbix jenkins github gitlab buildbot jira confluence newsletter newsletters
    infolettre infolettres lettreinfo lettredinformation mailing mailings mailinglist digest bulletin bulletins
    update updates miseajour misesajour listserv majordomo mailman sympa unsubscribe desabonnement desinscription
    subscribe abonnement calendarnotification calendarserver invitations messagesnoreply drivesharesnoreply
    commentsnoreply
    """
)

# Local parts of functions, in the same form.
ROLES = _words(
    """
    info infos information informations renseignement renseignements contact contacts contactus nouscontacter
    contacteznous hello bonjour salut hi hey allo welcome bienvenue accueil reception receptionist receptionniste
    support supporttechnique soutien soutientechnique help helpdesk aide assistance sav service services
    serviceclient serviceclientele servicealaclientele serviceclients serviceinformatique customerservice
    customersupport customercare clientservices care client clients clientele sales vente ventes sale commercial
    commerciale business marketing marketingteam communication communications comm comms com media medias press
    presse relationspubliques pr jobs job emploi emplois carriere carrieres career careers recrutement recruiting
    recruitment recruiter talent talents hiring rh hr drh ressourceshumaines humanresources stage stages admin
    administration administrateur administrator administratif webmaster hostmaster sysadmin abuse security securite
    privacy vieprivee confidentialite legal juridique dpo compliance conformite facturation factures facture billing
    bill invoice invoices invoicing comptabilite compta comptable comptes accounting accounts accountspayable
    accountspayables accountsreceivable comptespayables paie payroll payment payments paiement paiements finance
    finances tresorerie achats achat purchasing procurement approvisionnement orders order commande commandes
    booking bookings reservation reservations rendezvous rdv registration registrar inscription inscriptions
    admissions admission enquiries enquiry inquiries inquiry demande demandes question questions feedback
    commentaires plaintes complaints survey surveys sondage sondages event events evenement evenements team equipe
    lequipe theteam staff personnel office bureau secretariat secretary secretaire direction directiongenerale
    management members membres membre membership adhesion adhesions donation donations dons benevole benevoles
    volunteer volunteers partners partenaires partnerships partenariats investors investisseurs shop store boutique
    magasin web site www it ti tech technique informatique dev developers developer api everyone all tous toutes
    allstaff list liste lists listes group groupe community communaute forum news nouvelles actualites blog editor
    editors editorial redaction test tests testing user utilisateur account compte moncompte order-update shipping
    livraison livraisons expedition returns retours warranty garantie calendar calendrier agenda room salle
    conference conferences training formation formations library bibliotheque
    """
)

# Words that make a function's address when they come first: ventes.quebec@.
ROLE_FIRSTS = _words(
    """
    support sav serviceclient service services info infos ventes sales facturation billing comptabilite accounting
    recrutement recruitment careers jobs emplois helpdesk admin team equipe reception accueil secretariat
    communications marketing
    """
)

# Mailbox providers and access providers of Canada, France, the United States and beyond.
FREE_MAIL = _words(
    """
    gmail.com googlemail.com msn.com passport.com windowslive.com icloud.com me.com mac.com ymail.com rocketmail.com
    aim.com proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com keemail.me web.de
    t-online.de freenet.de arcor.de mail.com email.com usa.com zoho.com zohomail.com fastmail.com fastmail.fm
    hushmail.com hey.com duck.com posteo.de posteo.net mailbox.org disroot.org riseup.net mailfence.com
    startmail.com runbox.com inbox.com inbox.lv yandex.com yandex.ru ya.ru mail.ru bk.ru list.ru inbox.ru rambler.ru
    qq.com 163.com 126.com sina.com sina.cn foxmail.com naver.com hanmail.net daum.net rediffmail.com
    privaterelay.appleid.com users.noreply.github.com orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr
    cegetel.net club-internet.fr bbox.fr numericable.fr numericable.com noos.fr aliceadsl.fr alice.fr 9online.fr
    9business.fr voila.fr libertysurf.fr tele2.fr dbmail.com mailo.com netcourrier.com caramail.com lycos.fr
    infonie.fr videotron.ca videotron.qc.ca bell.net sympatico.ca cogeco.ca cogeco.net cgocable.ca globetrotter.net
    globetrotter.qc.ca telus.net rogers.com shaw.ca eastlink.ca distributel.net ebox.net teksavvy.com oricom.ca
    sogetel.net sasktel.net mts.net mymts.net nbnet.nb.ca xplornet.com xplornet.ca execulink.com primus.ca b2b2c.ca
    aei.ca total.net skynet.be telenet.be proximus.be voo.be bluewin.ch hispeed.ch sunrise.ch vtx.ch btinternet.com
    btopenworld.com sky.com talktalk.net ntlworld.com blueyonder.co.uk virgin.net virginmedia.com comcast.net
    verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net optonline.net frontier.com
    windstream.net juno.com netzero.net libero.it virgilio.it tiscali.it alice.it tin.it terra.com terra.com.br
    uol.com.br bol.com.br ig.com.br telefonica.net ono.com sapo.pt seznam.cz wp.pl o2.pl onet.pl interia.pl
    centrum.cz bigpond.com bigpond.net.au optusnet.com.au xtra.co.nz ziggo.nl kpnmail.nl xs4all.nl hetnet.nl
    planet.nl
    """
)

# Registries that give names one level further down: the common ones, not the whole public suffix list.
SECOND_LEVEL = _words(
    """
    co.uk org.uk ac.uk gov.uk ltd.uk plc.uk me.uk nhs.uk sch.uk com.au net.au org.au edu.au gov.au co.nz org.nz
    net.nz ac.nz govt.nz co.za org.za ac.za gov.za co.jp ne.jp or.jp ac.jp go.jp co.kr or.kr ac.kr go.kr com.br
    org.br gov.br com.mx org.mx edu.mx gob.mx com.ar com.cn net.cn org.cn edu.cn gov.cn com.hk com.tw com.sg edu.sg
    gov.sg com.tr co.il org.il ac.il co.in net.in org.in ac.in gov.in com.pl com.ua com.my com.ph com.vn co.id co.th
    ac.at co.at gc.ca gouv.fr asso.fr qc.ca on.ca bc.ca ab.ca mb.ca sk.ca ns.ca nb.ca nl.ca pe.ca yk.ca nt.ca nu.ca
    gouv.qc.ca gov.on.ca gov.bc.ca gov.ab.ca
    """
)

# Words of a company's name that tell nothing of which company it is.
LEGAL_FORMS = _words(
    """
    inc ltd ltee llc llp corp corporation co company cie compagnie sa sas sarl senc gmbh ag bv plc group groupe
    holding holdings international the le la les l de du des d of and et com www
    global
    """
)

# First words of organisations' names, and last ones (or first, before "of").
ORGANIZATION_FIRSTS = _words(
    """
    agence association banque cegep centre chambre college commission ecole federation fondation groupe hopital institut
    ministere mouvement municipalite musee orchestre parti regie reseau societe syndicat theatre universite ville
    """
)
ORGANIZATION_LASTS = _words(
    """
    inc ltd ltee llc llp corp corporation gmbh sarl agency association bank center centre chamber city college
    commission council foundation group hospital institute laboratory ministry museum orchestra school society studio
    studios theatre union university
    """
)

# Before a name.
TITLES = _words(
    """
    m mr mme mlle mrs ms miss mx dr dre pr pre prof professeur professeure professor me maitre maître sir madame
    monsieur mesdames rev père pere sr. hon
    """
)

# After a name.
CREDENTIALS = _words(
    """
    phd ph.d mba msc m.sc bsc b.sc ba b.a ma m.a md m.d cpa ca cga cma crha chrp shrm pmp ing eng p.eng peng ir esq
    llb llm ll.b ll.m jd frm cfa rn inf t.s ts bcom dmd dds cissp csm msw mpa dba admin.a adm.a fcpa ceng fca
    """
)

# Small inside a name.
PARTICLES = _words(
    """
    de du des la le les von van der den dos da di del della y e al el bin ben st ste
    """
)

# A display name with one of these words names a function, a room or a program.
NOBODY = _words(
    """
    service services support sav team equipe newsletter infolettre info infos information noreply notification
    notifications marketing client clients clientele customer billing facturation comptabilite accounting sales
    ventes rh hr ressources resources humaines human recrutement recruiting careers carrieres jobs emplois admin
    administration administrator webmaster group groupe list liste mailing department departement direction
    secretariat reception accueil inc ltd ltee llc gmbh sarl helpdesk system systeme daemon mailer bot robot
    calendar calendrier room salle committee comite association university universite bureau office
    """
)

# The most frequent given names of Québec, France and English Canada (public statistics of names).
GIVEN_NAMES = _words(
    """
    jean marie pierre michel andre philippe louis francois jacques daniel alain claude paul robert marc richard
    martin eric patrick luc yves guy denis gilles serge sylvain stephane benoit alexandre nicolas mathieu maxime
    simon david julien thomas antoine vincent sebastien christian bernard gerard laurent olivier pascal bruno
    thierry frederic sophie julie nathalie sylvie isabelle caroline catherine melanie annie anne chantal diane
    johanne louise lise manon martine monique nicole francine helene josee karine stephanie valerie veronique
    genevieve audrey emilie camille lea laura sarah emma claire celine christine sandrine virginie francoise jeanne
    john james william michael joseph charles christopher matthew anthony mark steven andrew brian kevin jason ryan
    peter alex chris mike steve scott jeff tim mary patricia jennifer linda elizabeth barbara susan jessica karen
    lisa nancy sandra ashley emily michelle amanda melissa amy angela anna rachel kate jane mohamed mohammed ahmed
    ali wei min li nguyen maria
    """
)

# The most frequent family names, of the same places.
FAMILY_NAMES = _words(
    """
    tremblay gagnon roy cote bouchard gauthier morin lavoie fortin gagne ouellet pelletier belanger levesque
    bergeron leblanc paquette girard simard boucher caron beaulieu cloutier dube poirier fournier lapointe leclerc
    lefebvre poulin thibault nadeau martel landry martin bedard grenier lessard bernier richard hebert michaud
    turcotte desjardins lachance parent blais savard gosselin bernard thomas petit robert durand dubois moreau
    laurent simon michel leroy roux david bertrand morel bonnet dupont lambert fontaine rousseau vincent muller
    mercier blanc guerin boyer garnier chevalier francois legrand garcia smith johnson williams brown jones miller
    davis wilson anderson taylor moore jackson white harris clark lewis robinson walker young allen king wright
    scott hill green adams baker campbell mitchell roberts carter phillips evans turner parker edwards collins
    stewart morris murphy cook rogers reed bailey macdonald lee singh patel chen wang zhang liu wong nguyen tran kim
    ali khan
    """
)
