"""The words of clauses on the end of a thing, as patterns: what ends, how, when, and what to use in its place."""

# Case counts in a name, also in a pattern that does not mind it elsewhere.
NAME = (
    r"(?-i:`(?:(?:GET|POST|PUT|DELETE) )?[^`\s]+`|\"[\w.-]+\"|\b[a-z]+[A-Z][A-Za-z0-9]*|\b[a-z]+_[a-z0-9_]+"
    r"|(?:(?:GET|POST|PUT|DELETE) )?(?<![\w/])/[\w{}/.-]*\w)"
)
"""A name as a pattern: a code word, one in quotation marks, an identifier, a path."""

# Each list of names, each day, and each time that is not a day is one character, which is its number in the sentence.
FIRST_NAME, FIRST_DAY, FIRST_TIME, MOST = 0xE000, 0xE100, 0xE200, 0x100
NAMED, DAY, TIME = "[\ue000-\ue0ff]", "[\ue100-\ue1ff]", "[\ue200-\ue2ff]"

SELF = (
    r"(?:(?:please )?note(?: that)? )?(?:(?:this|the|that)(?: (?:whole|entire|current|deprecated|legacy|request|"
    r"response|query|input|output|rest|api))* (?:parameter|param|field|endpoint|interface|api|value|method|option|"
    r"property|request|key|argument|attribute|flag|column|path|route|address|version|function|call|feature|name|"
    r"spelling|page|service|channel)|it|this|which|that|这个?(?:字段|参数|接口)|[该本此](?:字段|参数|接口|端点))"
)
BY_SELF = rf"(?:(?:{SELF})(?:'s)? )?"
NOW = (
    r"(?:(?:now|already|also|gradually|soon|officially|fully|completely|permanently|finally|therefore|eventually|"
    r"thus) )*"
)
AUX = (
    r"(?:(?:will|shall|is|are|was|were|has|have|been|be|being|gets?|going to|about to|planned to|scheduled to|"
    r"expected to|due to|set to|slated to|to|'ll|'s) )*"
)
WILL = (
    r"(?:(?:will|shall|is|are|being|going to|about to|planned to|scheduled to|expected to|due to|set to|slated to|to|"
    r"'ll) )(?:(?:be|get|being|going to|about to|planned to|scheduled to|expected to|due to|set to|slated to|to) )*"
)
WHEN = (
    rf"(?:[ :]*(?:(?:on|from|after|by|as of|as from|since|effective(?: from| on| as of)?|with effect (?:from|on)|"
    rf"starting"
    rf"(?: on| from)?|beginning(?: on)?|before|at|in|around|no later than) )?"
    rf"(?:the )?(?:{DAY}|{TIME})(?: onwards?| on| and later| at the latest)?)"
)
SOON = (
    r"(?: (?:soon|shortly|in (?:a|the|one of the) (?:near |next |coming |later |upcoming |future |following )*"
    r"(?:future|version|release|update|upgrade|month|week)s?(?: of the api)?|sometime|eventually))"
)
VERSION = r"(?: (?:in|since|from|as of|with) (?:api )?(?:version |release |v\.? ?)+\d[\d.]*\w?)"
VERB = (
    r"(?:used|supported|available|maintained|valid|in use|working|recommended|effective|accepted|returned|accurate|"
    r"updated|served|offered|populated|filled(?: in)?|recognised|recognized|honou?red|functional|provided|sent|work|"
    r"works|"
    r"in effect|existing|required|needed|relevant|meaningful|considered)"
)
END = (
    r"(?:removed|retired|discontinued|decommissioned|delisted|disabled|deleted|withdrawn|dropped|phased out|shut(?: |"
    r"-)?"
    r"(?:down|off)|switched off|turned off|taken (?:offline|down|away|out of service|off ?line)|brought offline|sunset|"
    r"sunsetted|terminated|closed down|closed|abolished|eliminated|abandoned|unsupported|unavailable|offline|gone|"
    r"retire|"
    r"sunsetting|retiring|phasing out|going away|go away|vanish|disappear|expire|end|cease(?: to exist)?|go offline|"
    r"going offline|off)"
)
SURE_END = r"(?:abandoned|retired|discontinued|decommissioned|phased out|sunset|sunsetted|withdrawn|unsupported)"
STOP = (
    rf"(?:(?:stops?|stopping|ceases?|ceasing)(?: (?:working|functioning|operating|responding|existing|being {VERB}|to "
    rf"(?:work|exist|function|operate|be {VERB})))?|(?:goes|going|go) (?:offline|away)|retires?|retiring|sunsets?|"
    r"sunsetting|vanish(?:es)?|disappears?|expires?|ends?|ending|shuts? down)"
)
KEPT = (
    r"(?:accepted|supported|available|valid|works?|working|usable|kept|effective|maintained|served|functional|"
    r"honou?red|recogni[sz]ed|active|operational|alive|ok|okay|fine|allowed|tolerated|in (?:service|use)|return(?:ed|"
    r"s)|can be used|stays?|remains?)"
)
TO = rf"(?: (?:until|till|through|thru|up to|to|before|up until) (?:the )?(?:{DAY}|{TIME}))"
REST = (
    r"(?: (?:instead|in its place|in place of (?:it|this)|from now on|as soon as possible|directly|as a replacement|"
    r"for (?:this|that|it|new (?:code|integrations?|orders|requests))|for the same (?:purpose|data|information|"
    r"result)s?|going forward|where possible))*"
)
ASK = (
    r"(?:(?:please|kindly|you|we|clients?|users?|callers?|everyone|recommend(?:ed)?|advise[d]?|suggest(?:ed)?|can|"
    r"should|must|may|need to|have to|are|is|it|to|be|that|instead|strongly|rather|consider|,) )*"
)
USE = (
    r"(?:use|using|switch(?:ing)?(?: over)? to|migrat(?:e|ing)(?: over)? to|mov(?:e|ing)(?: over)? to|upgrad(?:e|"
    r"ing) to|"
    r"chang(?:e|ing)(?: over)? to|refer to|see|call|calling|send|sending|pass|prefer|try|go to|adopt|"
    r"transition(?:ing)? "
    r"to|turn to|check|query|read|set|take|choose|provide|specify|supply)"
)
WHAT = (
    r"(?:(?:the|its|a|our|new|newer|other|following|parameter|field|endpoint|interface|api|value|method|option|"
    r"replacement|"
    r"successor|alternative|equivalent|v\d) )*"
)
OLD = r"(?:old|former|previous|earlier|legacy|original|deprecated|prior)"
OLD_NAME = (
    rf"(?:(?:the |its |this )?{OLD}|that) (?:name|one|spelling|parameter|field|key|form|path|endpoint|url|address|"
    rf"route)s?"
)
RETIRE = (
    r"(?:retir|remov|discontinu|decommission|deprecat|delet|disabl|terminat|clos|withdraw|drop|sunset|phas|"
    r"turn|switch|shut|abandon)(?:e|p)?(?:s|d|ed|n|ing)?(?: out| off| down)?"
)
TAKES = (
    r"(?:replaces|supersedes|succeeds|takes over(?: from)?|took over(?: from)?|takes the place of|"
    r"is the (?:replacement|"
    r"successor|new name|substitute)(?: (?:for|of))?|has (?:replaced|superseded))"
)
