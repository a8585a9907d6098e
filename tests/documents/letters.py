"""Invented letters for the tests."""

from datetime import date

from creditdesk.documents.letter import LetterContent, Paragraph

CLAUSE = (
    "根据《中牟县建立完善守信联合激励和失信联合惩戒制度加快推进社会诚信建设实施方案》（牟信用〔2017〕3号）六（三）的规定，"
    "本中心对你单位提出的异议进行了核查。经调取处罚决定书原件、缴款凭证、送达回证等材料，并会同原信息提供单位逐项核对，查明："
    "该项处罚决定作出后，你单位已在规定期限内全部履行；报送数据时经办人员将“元”误作“万元”填报，致使罚款金额扩大一万倍——"
    "此后公示、查询、共享均以错误数据为准……上述事实，有书证、电子数据、询问笔录等证据证明。"
)
SHORT = LetterContent(
    issuer="示例县信用中心",
    number="示信异答〔2026〕7号",
    title="异议处理结果通知书",
    addressee="陈示例",
    paragraphs=(
        Paragraph(
            0, "你于2026年1月30日就“行政处罚示建罚〔2025〕31号”信息提出的异议，本中心已受理。经核对，现将结果通知如下："
        ),
        Paragraph(1, "一、更正的事项。“罚款金额（万元）”由2.000000更正为0.200000。"),
        Paragraph(0, "如对本结果仍有异议，可自收到本通知书之日起依法申请行政复议或者提起行政诉讼。"),
    ),
    signer="示例县信用中心",
    date=date(2026, 2, 12),
)
LONG = LetterContent(
    issuer="示例县社会信用体系建设工作领导小组办公室",
    number="示信异转〔2026〕128号",
    title="关于核查示例建材有限责任公司行政处罚信息异议事项并请提出书面意见的函",
    addressee="示例县市场监督管理局、示例县住房和城乡建设局、示例县应急管理局：",
    paragraphs=(
        Paragraph(0, CLAUSE),
        Paragraph(1, "一、异议的基本情况"),
        Paragraph(2, "（一）行政处罚信息"),
        Paragraph(0, CLAUSE),
        Paragraph(3, "1.统一社会信用代码91410122MA3X000105、工商注册号410122000000013是否与登记信息一致。"),
        *(Paragraph(0, CLAUSE) for _ in range(3)),
        Paragraph(0, "特此函告。"),
    ),
    signer="示例县社会信用体系建设工作领导小组办公室",
    date=date(2026, 12, 2),
    attachments=("异议申请书复印件", "核查意见回复表"),
    contact="联系人：王示例，电话：0371-00000000",
    footer="抄送：示例市公共信用信息中心，示例县人民政府办公室，示例县社会信用体系建设工作领导小组各成员单位。",
)
