"""The words that `linernotes.labels` knows: legal forms, trailing words, territories.

All are folded and without dots, as `labels` compares them.
"""

from __future__ import annotations

import unicodedata
from itertools import product


def _words(table: str) -> frozenset[str]:
    return frozenset(word.strip() for word in table.replace("\n", "|").split("|") if word.strip())


def _pairs(first: str, then: str) -> frozenset[str]:
    return frozenset(f"{one} {other}" for one, other in product(_words(first), _words(then)))


# Legal forms of companies that are no other word, by where they are met. Letters that stand apart
# are compared as one word: `S. A. de C. V.` is `sa de cv`.
LEGAL_FORMS = (
    _words(
        """
        inc | incorporated | llc | llp | lllp | ltd | limited | plc | corp | corporation | co | pllc
        co ltd | coltd | co limited | colimited | & co | and co | &co | unltd | ulc
        public limited company | public company limited | public co ltd | pcl
        pty | pty ltd | pty limited | proprietary limited | proprietary ltd
        pvt | pvt ltd | pvt limited | private limited | private ltd | p ltd | opc pvt ltd
        pte | pte ltd | pte limited | sdn bhd | sdn | bhd | tbk | jsc | ojsc | cjsc | pjsc | tnhh
        ltée | ltee | limitée | limitee | enr
        gmbh | gesmbh | ges mbh | gesellschaft mbh | ggmbh | mbh | gbr | gesbr | ohg | kgaa | ekfr
        e kfr | partg | partgmbb | ug haftungsbeschränkt | haftungsbeschränkt | sagl
        sarl | sà rl | sàrl | eurl | sasu | sprl | sprlu | asbl | scrl | société anonyme
        bvba | ebvba | bv ba | cvba | vzw | vof | commv | comm v
        srl | srls | srl-d | società a responsabilità limitata
        slu | sau | slne | s coop | sociedad limitada | sociedad anónima | lda | unipessoal lda
        unipessoal | unip lda | limitada | sgps
        ltda | ltda me | ltda - me | ltda-me | ltda epp | ltda - epp | s/c ltda | eireli | eireli me
        eireli - me | s/a | s/c | eirl | cía ltda | cia ltda
        sa de cv | s de rl de cv | s de rl | s de rl mi | sapi de cv | sapi | sab de cv | sas de cv
        spr de rl | sc de rl de cv
        a/s | i/s | k/s | p/s | aps | ivs | amba | oy ab | oy | oyj | oy ltd | abp | ehf | slf | oü
        sp z oo | spz oo | sp zoo | spzoo | spółka z oo | spółka zoo | spółka akcyjna | sp k
        sp j | spółka z ograniczoną odpowiedzialnością | spółka komandytowa | spółka jawna
        sro | s ro | spol sro | spol s ro | doo | jdoo | dooel | доо | дооел | kft | zrt | nyrt
        eood | оод | еоод | еад | ooo | ооо | зао | оао | пао | тов | тоо
        iį | všį | şti | ltd şti | ltdşti | ltd sti | ltdsti | limited şirketi | anonim şirketi | aş
        fz-llc | fz llc | fzllc | fze | fzco | fz-co | dmcc | wll | المحدودة
        בע"מ | בע״מ | בע''מ | בעמ
        kabushiki kaisha | yugen kaisha | godo kaisha
        """
    )
    | _pairs(
        "gmbh | ag | se | ug | ltd | limited | ug haftungsbeschränkt | mbh",
        "& co kg | & cokg | & co ohg | & coohg | & co kgaa | & cokgaa| co kg | und co kg | + co kg",
    )
    | _words("gmbh&co kg | gmbh&cokg | ag&co kg | ag&cokg | gmbh &co kg | gmbh& co kg")
    | _pairs(
        "tic | ticaret | san tic | san ve tic | san ve ticaret | sanayi ve ticaret | ve tic"
        "| ve ticaret",
        "aş | as | ltd şti | ltdşti | ltd sti | limited şirketi | anonim şirketi",
    )
)
# Legal forms that are also words or initials: in capitals or with dots, or alone after a comma.
SHORT_LEGAL_FORMS = _words(
    """
    as | ab | sa | ag | sl | kk | gk | yk | bv | nv | kg | ug | sas | spa | hf | lp | cv | snc
    ek | ev | asa | sia | uab | pt | oao | zao | ао | ват | зат | прат | пат | αε | επε | ικε | αβεε
    """
)
# The same, but in capitals without dots they are rather initials or a place: with dots, or alone
# after a comma.
RARE_LEGAL_FORMS = _words(
    """
    dd | ad | ад | ae | oe | epe | ike | abee | ca | hb | kb | ky | tmi | ans | da | se | sc | scoop
    pc | lc | sca | scs | ss | sapa | vos | ks | spk | spj | psa | bt | rt | kkt | cc | фоп | ип
    pfa | cic | sll | scp | sac | saa | saic | saci | sacif | ood | ead | pao | sal | sae | bsc
    ksc | npc | mb | οε | εε | ذمم | شمم | شذمم | شمل | شمك | ممح
    """
)
# Legal forms that are words before others: `Limited Edition`, `Doo Wop`, `Oy Vey`.
ORDINARY_WORDS = _words("limited | incorporated | corporation | co | doo | ooo | oy | sau")
# Short forms that count as they are spelled here as well.
SPELLED_LEGAL_FORMS = frozenset({"SpA", "hf", "eK", "eV", "oHG", "KGaA"})
# Short forms that artists are called as well: `RCA, Sia`.
GIVEN_NAMES = _words("sia | asa | sal | ike")
# Legal forms that stand against the name without a space, longest first.
LEGAL_SUFFIXES = tuple(
    unicodedata.normalize("NFKC", suffix)
    for suffix in (
        "股份有限公司",
        "有限责任公司",
        "有限責任公司",
        "จำกัด (มหาชน)",
        "유한책임회사",
        "有限公司",
        "株式会社",
        "株式會社",
        "有限会社",
        "合同会社",
        "合資会社",
        "合名会社",
        "주식회사",
        "유한회사",
        "จำกัด",
        "(株)",
        "(有)",
        "(同)",
        "(주)",
        "(유)",
    )
)
# Parts of a name that stand after a comma and are no name alone.
CONTINUATIONS = _words("jr | sr | bros | etc | et al | & company | and company | & sons | and sons")

# Words at the end of a name that say no more than that it is a label.
TRAILING_WORDS = _words("records | recordings | rec | label | labels")

# Words that are no name on their own after a year: `1999 Recordings` is a name with its year.
GENERIC_WORDS = _words(
    """
    records | recordings | rec | label | labels | record | recording | music | musik | musique
    música | group | entertainment | ent | production | productions | media | studio | studios
    sound | sounds | audio | tapes | discs | discos | disques | publishing | company | collective
    catalogue | catalog | the | a | and | &
    """
)

# A name does not end in one of these, so what followed is part of it: `The Label`, `A and Records`.
LINKING_WORDS = _words(
    "the | a | an | and | & | + | of | for | no | or | de | la | le | the record"
)

# Where the branches of a house are: countries and regions as labels write them.
TERRITORIES = _words(
    """
    uk | us | usa | u k | u s | eu | europe | international | worldwide | global | gb | ireland
    america | north america | latin america | latin | latino | central america | south america
    united kingdom | united states | great britain | france | germany | deutschland | gsa
    austria | österreich | switzerland | schweiz | suisse | italy | italia | spain | españa
    espana | portugal | belgium | belgique | netherlands | nederland | holland | benelux
    luxembourg | denmark | danmark | sweden | sverige | norway | norge | finland | suomi
    iceland | nordic | nordics | scandinavia | poland | polska | czech republic | czechia
    slovakia | hungary | romania | bulgaria | serbia | croatia | slovenia | greece | turkey
    türkiye | russia | ukraine | estonia | latvia | lithuania | baltics | israel | lebanon
    egypt | morocco | middle east | mena | south africa | africa | nigeria | kenya | ghana
    india | pakistan | sri lanka | bangladesh | china | hong kong | hk | taiwan | japan | korea
    thailand | vietnam | malaysia | singapore | indonesia | philippines | asia | australia
    new zealand | nz | anz | canada | mexico | méxico | brazil | brasil | argentina | chile
    colombia | peru | venezuela | puerto rico
    """
)
