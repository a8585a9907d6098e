"""The characters of nearly every letter of the office, embedded together so that they are compressed once.

Gathered from the sample letters of forms/letters: what stands in two of them or more.
"""

FREQUENT_CHARACTERS = (
    " -.0123456789“”　、。《》〔〕一七万三上下不个中为主之九书予事二于五交人他以件会位"
    "作你使供依信元全八公六共关其内决凭出列到制办加励十单印原县及发受可台号司合向告和响善四因在地场址"
    "处复失如守完定实审容对将就局工已市平年并度异张录影心快息悉惩意戒或所持据推提撤收政料方施日时明更"
    "最月有服期本果查标核根案款止正民求法注消激牟现理用由申电的监督知确社程立符答管系经结维缴罚者联自"
    "良行要见规议记讼设证诉诚话该误请起路转载达进迟送通金销错间限院除需面项额齐（），：；"
)
FREQUENT_MARKS = "，。、；：）》”〕"  # whose narrow forms stand there as well
