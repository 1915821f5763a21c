"""The words that `linernotes.labels` knows: legal forms, trailing words, territories.

All are folded and without dots, as `labels` compares them.
"""

from __future__ import annotations


def _words(table: str) -> frozenset[str]:
    return frozenset(word.strip() for word in table.replace("\n", "|").split("|") if word.strip())


# Legal forms of companies that are no other word, by where they are met.
LEGAL_FORMS = _words(
    """
    inc | incorporated | llc | l l c | llp | ltd | limited | plc | corp | corporation | co | pllc
    co ltd | colimited | coltd | pty | pty ltd | pty limited | proprietary limited | pvt ltd | pvt
    private limited | pte | pte ltd | sdn bhd | bhd | fz-llc | fze
    gmbh | gmbh & co kg | gmbh & cokg | gmbh&co kg | gmbh&cokg | mbh | gbr | ohg
    ug haftungsbeschränkt
    sarl | eurl | sasu | s à rl | sàrl | srl | s r l | bvba | vzw
    slu | sau | sa de cv | s de rl de cv | s de rl | sapi de cv | ltda | eireli
    a/s | s/a | i/s | k/s | aps | oy ab | oy | oyj | ehf
    sp z oo | spółka z oo | sp zoo | sp z o o | sro | s r o | doo | d o o | kft | zrt | spol s ro
    ooo | ооо | зао | ltd şti | ltd sti | limited şirketi | aş
    """
)
# Legal forms that are also words or initials; they count only in capitals or with dots.
SHORT_LEGAL_FORMS = _words(
    """
    as | ab | sa | s a | ag | sl | s l | kk | gk | bv | b v | nv | n v | kg | ug | sas | spa | s p a
    hf | lp | cv | ek | ev | asa | lda | sia | uab | oü | pt
    """
)
# Legal forms that stand against the name without a space.
LEGAL_SUFFIXES = (
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "株式会社",
    "有限会社",
    "주식회사",
    "㈜",
)

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
