"""What mails, streets, bodies, services, hours, papers… look like in a cell."""

import re

EMAIL = re.compile(r"[\w.+'%&-]+@[\w-]+(?:\.[\w-]+)+")
SITE = re.compile(
    r"(?:https?:|www\.)\S+|(?:[a-z0-9-]+\.)+(?:fr|com|org|net|eu|info|asso|gouv|re|nc|pf|io|bzh|"
    r"alsace|corsica)(?:/\S*)?",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?")
PAIR = re.compile(
    r"\[?\(?\s*[-+]?\d{1,3}[.,]\d{2,}\s*[,;/ ]\s*[-+]?\d{1,3}[.,]\d{2,}\s*\)?\]?|"
    r"(?:SRID=\d+;)?\s*POINT\s*Z?\s*\(.*\)|"
    r'\{.*"(?:lat|coordinates|lon|lng)\w*".*\}',
    re.IGNORECASE | re.DOTALL,
)
STREET = re.compile(
    r"\b(?:rue|r\.|avenue|av\.?|bd|bld|boulevard|place|pl\.?|chemin|route|rte|impasse|all[ée]es?|quai|"
    r"cours|square|esplanade|passage|sentier|mont[ée]e|faubourg|voie|rond-point|ruelle|venelle|"
    r"promenade|mail|parvis|chauss[ée]e|traverse|lieu[- ]dit|zac|za|zi|hameau|r[ée]sidence)\b",
    re.IGNORECASE,
)
STARTS_NUMBERED = re.compile(r"\d{1,4}\s*(?:bis|ter|quater|[a-dA-D])?[\s,]+[^\W\d_]{2}(?!ns\b|uros?\b)")
POSTCODE_IN = re.compile(r"\b\d{5}\b")
COMPLEMENT = re.compile(
    r"\b(?:b[âa]t(?:iment)?|[ée]tage|rdc|rez-de-chauss[ée]e|esc(?:alier)?|hall|entr[ée]e|porte|bp|cs|"
    r"bo[îi]te postale|r[ée]sidence|appt|appartement|immeuble|lieu-dit|maison des|c/o|bureau|local|"
    r"espace|centre commercial|aile|cour)\b",
    re.IGNORECASE,
)
HTML = re.compile(r"<(?:p|br|ul|li|div|strong|b|a|span|em|h\d)\b|&(?:nbsp|eacute|egrave|amp|rsquo);", re.IGNORECASE)
PERSON = re.compile(r"^(?:m\.|mr|mme|mlle|monsieur|madame|dr|docteur|me)\s+\S+", re.IGNORECASE)
TWO_NAMES = re.compile(r"^[A-ZÀ-Ý][a-zà-ÿ'-]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)?\s+[A-ZÀ-Ý][A-ZÀ-Ýa-zà-ÿ'-]+$")
BODY = re.compile(
    r"\b(?:association|asso|mairie|ccas|cias|caf|cpam|msa|mission locale|centre|maison|foyer|"
    r"croix[- ]rouge|secours|restos?|resto du coeur|emma[üu]s|mds|udaf|cidff|adil|france services|"
    r"epide|afpa|greta|plie|cap emploi|pmi|h[ôo]pital|chu|conseil|d[ée]partement|communaut[ée]|"
    r"m[ée]tropole|fondation|f[ée]d[ée]ration|r[ée]seau|union|soci[ée]t[ée]|sarl|sas|scop|cooperative|"
    r"amicale|comit[ée]|club|groupe|groupement|institut|ligue|mutuelle|planning familial|agence|"
    r"office|service|p[ôo]le|espace|relais|m[ée]diath[èe]que|biblioth[èe]que|[ée]picerie|garage|"
    r"auto-[ée]cole|ateliers?|collectif|entraide|petits fr[èe]res|apf|apajh|adapei|armee du salut|"
    r"arm[ée]e du salut|spip|cmp|csapa|chrs|samu social|point|tiers-lieu|commune de|ville de|"
    r"la poste)\b",
    re.IGNORECASE,
)
SERVICE = re.compile(
    r"^(?:l['’]|le |la |les |un |une |des )?(?:aides?|accompagnements?|ateliers?|permanences?|cours|"
    r"h[ée]bergements?|accueil|soutien|conseils?|distributions?|pr[êe]ts?|location|formations?|"
    r"insertion|m[ée]diation|[ée]coute|consultations?|garde|informations?|bilan|diagnostic|"
    r"r[ée]paration|transport|micro[- ]?cr[ée]dit|suivi|orientation|inscription|acc[èe]s|"
    r"apprentissage|apprendre|trouver|obtenir|passer|faire|se |colis|repas|visite|domiciliation|"
    r"d[ée]p[ôo]t|portage|vestiaire|parrainage|coaching|pr[ée]paration|recherche|entretien|gestion|"
    r"traitement|initiation|d[ée]couverte|mise [àa] disposition|covoiturage|d[ée]marches|[ée]picerie|"
    r"auto-[ée]cole|garage)\b",
    re.IGNORECASE,
)
TIME = re.compile(r"\d{1,2}\s*(?:[:hH]\s*\d{0,2})(?::\d{2})?")
DAY = re.compile(
    r"\b(?:lun|mar|mer|jeu|ven|sam|dim)(?:\.|di|credi|edi|anche)?s?\b|\b(?:Mo|Tu|We|Th|Fr|Sa|Su)\b|"
    r"24\s?/\s?7|24h/24",
    re.IGNORECASE,
)
PAPERS = re.compile(
    r"\b(?:pi[èe]ces? d['’ ]identit[ée]|justificatifs?|carte (?:d['’ ]identit[ée]|vitale|"
    r"d'allocataire)|attestations?|avis d['’ ]imposition|quittance|cv|livret de famille|"
    r"photos? d['’ ]identit[ée]|titre de s[ée]jour|bulletins? de salaire|passeport|rib)\b",
    re.IGNORECASE,
)
MONEY = re.compile(r"\d\s?(?:€|euros?|eur)\b|€", re.IGNORECASE)
AGE = re.compile(
    r"\b\d{1,2}\s*(?:-|à|a|et)\s*\d{1,2}\s*ans\b|\bans\b|\br[ée]sid|\bhabit|ressources|\bpublic\b|"
    r"b[ée]n[ée]ficiaire|\bpersonnes?\b",
    re.IGNORECASE,
)
