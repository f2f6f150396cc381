"""First names that world news is full of and the census of the United States lacks or counts for the other gender."""

MEN = frozenset(
    """
abdel abdelfattah abdulaziz abdulla abdullah abdulrahman abiy abubakar achim adama adnan ajay akhilesh akira alaa
alassane alastair aleksandar aleksander aleksandr aleksei alessandro alexandre alexei alexey alistair alyaksandr
amir amit amr anatoly anders andrei andrej andriy andrzej andrés ante antónio anwar aravind arda arjun arkady armin
arnaud arsene arsène arvind ashraf ashwin asif asim atiku atsushi avi avigdor aziz barack bashar bassem beppe bernd
bernie bezalel binyamin bjorn björn blaise bobi bogdan bola branko bukayo carles celso christoph christophe clément
cristiano cristóbal césar daisuke daniele daniil davor dawid deepak denys devendra didier diogo dmitri dmitriy
dmitro dmitry dmytro dominik dragan duarte eamon eamonn ebrahim edi edouard ehud elon emmerson ephraim erling evgeny
evo ewan fabio fabrizio faisal farhan farid fawzi filip florian fouad franck francois franz françois fumio fyodor
gabor gareth geert gennady georgi georgios gerhard gert giancarlo gianluigi gianni giorgio gleb goran graeme guido
guillaume gwilym hakan hakeem hamad hamid hamish hamza harald haris harjit haruki hashim heiko heinz henri henrik
hideki hideo hiroshi hosni hossein humza hussein huw iain ibrahim idris igor ilham ilya imad imran ioannis ismail
issa itamar ivo jaap jacek jagmeet jair jakob jakub jaroslaw jarosław javad javid jawad jens jerzy jesper jiří
joachim joao joaquín johan johann johannes jonny jordi josep josé joão jude jurgen jürgen karim kasper kassym kazuo
kei keir kemal kenji khaled khalid khalifa konstantin kostas krzysztof kwame kwasi kylian kyriakos kyrylo lachlan
lars laurent lebron lech leonid lev liam loïc luca luiz luka lukas lukasz luís maciej mads magnus mahathir mahinda
mahmoud mahmud maksym manfred manmohan manolo marcin marek marko masayoshi masoud mateo mateusz mathieu mats matteo
matthias maurício maxim mehdi mehmet mevlut mevlüt michał mikael mikhail mikheil miklos milos miloš miroslav mitt
mladen mo modibo moeen mohamad mohammadreza mohamud mohan mojtaba morten muammar muhammad muhammadu mukesh mukhtar
mustafa mykhailo mykola nadir nafiz naftali nana narendra nasser nawaz nayib necmettin newt nicolae nicolás niklas
nikol nikola nikolai nikos nitin nizar noam noboru novak nuno ola olaf ole oleg oleh oleksandr oleksii oleksiy
olivier olli osama osman paolo paschal patrice pau paulo pavel pavlo pawel paweł pekka pep per petar petr petro
petteri philippe pieter piotr pranab prayut prayuth qassem quim radek radoslaw radosław rafał rahul raila rajesh
rajiv rajnath ramesh ramin ramón ranil ravi raúl recep reinhard reuven rishi romano romelu rudi rui ruslan rustam
saad sadiq saeed saif sajid salah salim salman salva sandeep sander sanjay satoshi satya saud sebastián sergei
sergej sergey sergi serhii serhiy serzh shahbaz shahid shehbaz shigeru shimon shinzo shivraj shmuel shohei silvio
sirajuddin slobodan soren stanislav stefano stefanos stephane stéphane sundar sunil suresh svante sven søren taavi
tadej takeshi tamim tareq tariq taro tedros thabo thaksin theo thierry tibor timur tomasz tommaso tomáš toshiro
tuomas uhuru ulf urs uwe vaclav vadim valdis valery vasily venkatesh vikram viktor vinicius virat vit vitali vitaliy
vitaly vivek vlad vladimir vladislav vojislav volker volodymyr vyacheslav václav wael waleed walid willem wim
wojciech wolfgang xabi xavi yahya yair yanis yannick yaroslav yasser yasuhiro yevgeny yevhen yitzhak yoav yoram
yoshihide yoshiro yousef youssef yukio yuri yuriy yusuf yves zbigniew zelimkhan zinedine zlatan zoran zurab édouard
łukasz
""".split()
)
WOMEN = frozenset(
    """
adaeze agnieszka agnès aicha ailbhe aino aisling aleksandra alicja amna amélie anastasiia anke annalena annegret
antje antonella anwen aoife arancha asma asmaa aude ayelet ayşe azadeh benazir britt bénédicte caoimhe chiaki chiara
chimamanda chloé chrystia clémence cressida cécile céline darya dilma dorota eilidh ekaterina elif elisabetta elodie
emine emmanuelle fabienne fatou fatuma fawzia federica ferial françoise friederike geneviève ghada giorgia gisèle
giulia grażyna gro haifa hala halla hanan helle hina hind huda hélène ibtihaj ieva imogen inés ioana iryna irène
ivanka izumi jelena jolanta julija kaia kaja karolina kasia katalin katarina katarzyna kateryna katja katrin katrín
kellyanne kemi kersti khadija kinga kiran kirsti klára kristalina krisztina kseniia laetitia latifa leni leyla leïla
ljubica lotte lubna lucía ludmila lyudmila maha mahsa mairead maja malala malgorzata manal manon margrethe mariame
mariia marija marit maryna maría masha mayawati małgorzata megyn meral merve mette michèle milena milica mirjana
mária nadja nahid naima narges nasrin nataliia nataliya nazanin nigar nirmala nkechi noor nour nuala nuria odile
oksana olena olha oprah ouafa paloma penélope philippa polina pratibha priti priya priyanka rania ranya rasha reem
rehana riko roya roza saba sadia safia sahar saira sakura salma salomé samia sania sanna saoirse sayeeda shabana
shaista shami shirin sian sinead sinéad siobhán sirimavo siân smriti steffi stéphanie suella sunita sviatlana
svitlana tarja tereza tetiana thandiwe thuli thérèse tove tulip ulla uršula uschi valérie vesna viktoria viktoriia
véronique wangari weronika yevgenia yevheniia yingluck yuka yulia yuliia yuliya zahra zainab zanele zara zeinab
zhanna zoë zuzana élisabeth
""".split()
)
# Borne by women in one country and by men in another, or by both in one.
BOTH = frozenset(
    """
alexis andrea dara dj dominique jackie jamie jan jean jordan karol kim leslie lil mc michal morgan nicola nikita
robin rosario sasha simone taylor toni
""".split()
)
# On the census's list, but mostly something else with a capital.
SELDOM = frozenset(
    """
america an art asia august bishop chance chief china early else era florida house in india judge king lady le london
long love lu ma major man many may media meta mi my ok pa pope prince princess queen royal san santa see shan so son
song soo star sun thu truth tu un van war will york
""".split()
)
# Called by their surname or their one name even where an article never gives another.
KNOWN_MEN = frozenset(
    """
abbas abe albanese assad bezos biden blinken bolsonaro bolton desantis djokovic draghi drake duterte eminem epstein
erdogan erdoğan fauci federer fetterman gorbachev guterres kanye khamenei kishida lavrov lukashenko lula macron
maduro mayorkas mbappé mccarthy mcconnell messi milei modi mueller musk nadal navalny netanyahu newsom neymar nixon
obama orban orbán pelé pence prigozhin putin raisi reagan romney ronaldo rubio schiff scholz schumer shoigu starmer
stoltenberg sunak tedros trudeau trump tusk vance weinstein xi yoon zelenskiy zelensky zelenskyy zuckerberg
""".split()
)
KNOWN_WOMEN = frozenset(
    """
adele ardern baerbock beyoncé björk boebert cher goodall haley hochul jean-pierre kallas lagarde leyen madonna
markle mcdaniel meloni merkel murkowski ocasio-cortez oprah pelosi psaki rihanna rowling shakira sheinbaum sturgeon
swift thatcher thunberg truss tsai whitmer yellen yousafzai zakharova zendaya
""".split()
)
