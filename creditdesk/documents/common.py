"""The characters of nearly every letter of the office, embedded together so that they are compressed once."""

COMMON_CHARACTERS = (
    " 0123456789，。、：；（）《》〈〉“”〔〕年月日号第条款项"
    "一二三四五六七八九十的了和与在对由为之其本我你您该及或者以于从至向自经后前中内外上下"
    "县市局信用记录异议申请受理通知书处理结果核查转办函中心单位提出事项如下现将有关情况材料意见依据"
    "规定决定行政处罚许可公示更正撤销维持不予期限工作日收到起依法书面告知复议诉讼人民法院特此附件"
    "联系电话地址盖章印发公共平台主体名称统一社会代码文号数据来源报送"
)
